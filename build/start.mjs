/** `npm start [-- --demo]`: runs the set-up, then opens the app. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hasDisplay, withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { out } from './setup/places.mjs'
import { SetupError, say } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

const usage = `npm start            opens Parley (plays the demo where there is no display)
npm start -- --demo  plays a short script through the real window; screenshots in out/demo/`

await main(async () => {
  const { demo, help } = options()
  if (help) return console.log(usage)
  const info = await launchInfo()
  if (demo) return play(info)
  if (hasDisplay()) return open(info)
  console.log('There is no display. Starting a virtual one and playing the demo.')
  return play(info)
})

function options() {
  try {
    return parseArgs({ options: { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    throw new SetupError(`${error.message}\n${usage}`)
  }
}

async function play(info) {
  const { runDemo } = await import('./demo.mjs')
  await withDisplay(() => runDemo({ ...info, outDir: join(out, 'demo') }))
}

/** Returns the app's exit code. Ctrl-C goes to the app, so that it quits normally. */
function open({ executable, args, env }) {
  say('Opening Parley …')
  const app = spawn(executable, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  process.on('SIGINT', () => app.kill('SIGINT'))
  process.on('SIGTERM', () => app.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    app.once('error', reject)
    app.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
}

/** `npm start [-- --demo] [-- --model FOLDER|small]`: runs the set-up, then opens the app. */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { hasDisplay, withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { out } from './setup/places.mjs'
import { SetupError, say } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

const usage = `npm start            opens Parley (plays the demo where there is no display)
npm start -- --demo  plays a short script through the real window; screenshots in out/demo/
npm start -- --model FOLDER  opens Parley with that model; \`small\` is a small real model, fetched on first use`

await main(async () => {
  const { demo, help, model } = options()
  if (help) return console.log(usage)
  if (model !== undefined) process.env.PARLEY_MODEL = await folderOf(model)
  const info = await launchInfo()
  if (demo) return play(info)
  if (hasDisplay()) return open(info)
  console.log('There is no display. Starting a virtual one and playing the demo.')
  return play(info)
})

function options() {
  try {
    const model = { type: 'string' }
    return parseArgs({ options: { demo: { type: 'boolean' }, model, help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    throw new SetupError(`${error.message}\n${usage}`)
  }
}

/** npm runs scripts in the folder of the package and sets INIT_CWD to the caller's folder. */
async function folderOf(model) {
  if (model !== 'small') return resolve(process.env.INIT_CWD ?? '', model)
  const { fetchSmallModel } = await import('./small-model/fetch.mjs')
  return fetchSmallModel()
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

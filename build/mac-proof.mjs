/** `npm run -s mac-proof [-- STEP …]`: does on a Mac what could not be run where Parley is built, and writes one report. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pageOf, runSteps } from './mac-proof/run-steps.mjs'
import { steps } from './mac-proof/steps.mjs'
import { out, root } from './setup/places.mjs'
import { SetupError, say } from './setup/run.mjs'
import { main, setUp } from './setup/set-up.mjs'

const folder = join(out, 'mac-proof')

await main(async () => {
  const chosen = process.argv.slice(2)
  const names = steps.map(({ name }) => name)
  const unknown = chosen.find((name) => !names.includes(name))
  if (unknown) throw new SetupError(`There is no step "${unknown}". The steps are ${names.join(', ')}.`)
  await setUp()
  mkdirSync(folder, { recursive: true })
  const isMac = process.platform === 'darwin'
  const results = await runSteps(steps, { isMac, chosen, toolsFor, say })
  const machine = `${process.platform} ${release()}, ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`
  const report = { machine, steps: results }
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  writeFileSync(join(folder, 'index.html'), pageOf(report))
  console.log(JSON.stringify(report, null, 2))
  return results.some(({ outcome }) => outcome === 'fail') ? 1 : 0
})

/** Keeps what the programs of a step print in a file of its own. */
function toolsFor(name) {
  let log = ''
  const keep = (text) => {
    log += text
    writeFileSync(join(folder, `${name}.log`), log)
  }
  return {
    async execute(program, args) {
      const done = promisify(execFile)(program, args, { cwd: root, maxBuffer: 1 << 28 })
      const { stdout, stderr } = await done.catch((error) => {
        keep(`${error.stdout ?? ''}${error.stderr ?? ''}`)
        if (error.code === 'ENOENT') throw error
        throw new Error(`${program} ${args.join(' ')} failed; see ${name}.log`)
      })
      keep(stdout + stderr)
      return stdout
    },
  }
}

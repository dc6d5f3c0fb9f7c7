/** `npm test [-- PART …]`: sets up all it needs, runs every part and ends with a line `N passed, N failed`. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runChecks } from './check.mjs'
import { countTests } from './count-tests.mjs'
import { withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { isLinux, out, root } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

const parts = {
  check: async () => runChecks(),
  unit: async () => {
    const { buildMacEngine } = await import('./mac/build-mac-engine.mjs')
    await buildMacEngine() // before the tests, which would otherwise compete with a compiler
    return vitest('unit', ['--config', 'vitest.config.mts'])
  },
  e2e: async () =>
    withDisplay(() => vitest('e2e', ['--config', 'e2e/vitest.config.mts', '--exclude', 'packaged.spec.ts'])),
  packaged: async () => {
    const { packageApp } = await import('./package-app.mjs')
    await packageApp({ isFolder: true })
    return withDisplay(() => vitest('packaged', ['--config', 'e2e/vitest.config.mts', 'packaged.spec.ts']))
  },
}

await main(async () => {
  const chosen = process.argv.slice(2)
  const unknown = chosen.find((name) => !(name in parts))
  if (unknown) throw new SetupError(`There is no part "${unknown}". The parts are ${Object.keys(parts).join(', ')}.`)
  const info = await launchInfo()
  // For the npm package `electron`, which would try to download its program when a unit test imports it.
  if (isLinux) process.env.ELECTRON_OVERRIDE_DIST_PATH = dirname(info.executable)
  process.env.PARLEY_LAUNCH_INFO = JSON.stringify(info)
  const total = { passed: 0, failed: 0 }
  for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) {
    console.log(`\n— ${name} —`)
    const { passed, failed } = await parts[name]().catch((error) => {
      console.error(error instanceof SetupError ? error.message : error)
      return { passed: 0, failed: 1 }
    })
    console.log(`${name}: ${passed} passed, ${failed} failed`)
    total.passed += passed
    total.failed += failed
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})

/** A run that leaves no report died, and counts as a failure. */
async function vitest(name, args) {
  mkdirSync(out, { recursive: true })
  const report = join(out, `tests-${name}.json`)
  rmSync(report, { force: true })
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const child = spawn(process.execPath, [program, 'run', ...args, ...reporters], { cwd: root, stdio: 'inherit' })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  return countTests(JSON.parse(readFileSync(report, 'utf8')), code === 0)
}

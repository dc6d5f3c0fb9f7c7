/** `npm run check`: format, lint, types, unused code, and the length of files. Exits with 1 when a check fails. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installPackages } from './setup/npm.mjs'
import { root } from './setup/places.mjs'
import { main } from './setup/set-up.mjs'

const maxLines = 400

const bin = (name) => join(root, 'node_modules', '.bin', name)
const tracked = (...patterns) =>
  spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], {
    cwd: root,
    encoding: 'utf8',
  })
    .stdout.split('\n')
    .filter(Boolean)

const checks = {
  'format and lint': () => execute(bin('biome'), ['check', '--error-on-warnings']),
  'format of C++': () =>
    execute(bin('clang-format'), ['--dry-run', '-Werror', ...tracked('native/*.cc', 'native/*.h')]),
  types: () => execute(bin('tsc'), ['-b']),
  'unused code': () => execute(bin('knip'), ['--no-progress']),
  'length of files': () => {
    const long = tracked('*.ts', '*.tsx', '*.mjs', '*.cc', '*.h', '*.css').filter(
      (file) => readFileSync(join(root, file), 'utf8').split('\n').length > maxLines,
    )
    if (long.length > 0) console.error(`Over ${maxLines} lines, split: ${long.join(', ')}`)
    return long.length === 0
  },
}

function execute(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (status !== 0) console.error(`${stdout}${stderr}`.trim().slice(-8_000))
  return status === 0
}

/**
 * Runs every check and prints the errors to stderr.
 * @returns {{ passed: number, failed: number, failures: import('./testing/failures.mjs').Failure[] }}
 */
export function runChecks() {
  const names = Object.keys(checks)
  const failed = names.filter((name) => {
    const hasPassed = checks[name]()
    console.error(`${hasPassed ? 'ok    ' : 'FAILED'}  ${name}`)
    return !hasPassed
  })
  const failures = failed.map((name) => ({ file: 'build/check.mjs', name, message: '' }))
  return { passed: names.length - failed.length, failed: failed.length, failures }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await installPackages()
    return runChecks().failed === 0 ? 0 : 1
  })
}

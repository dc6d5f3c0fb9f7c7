import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The runner's stderr closes once the runner and all its busy processes have closed their end. */
function startRunner(code) {
  const imports = `import { closeSync } from 'node:fs'
    import { busyCores } from ${JSON.stringify(join(import.meta.dirname, 'busy-cores.mjs'))}
    setInterval(() => {}, 1e6)`
  const runner = spawn(process.execPath, ['--input-type=module', '-e', `${imports}\n${code}\nconsole.log('started')`])
  runner.stderr.resume()
  return runner
}

test('ending the load stops the busy processes, and the runner keeps running', async () => {
  const runner = startRunner('const end = busyCores(2); closeSync(2); process.stdin.once("data", end)')
  const closed = once(runner.stderr, 'close')
  await once(runner.stdout, 'data')
  expect(runner.stderr.closed).toBe(false)
  runner.stdin.write('end')
  await closed
  expect(runner.exitCode).toBe(null)
  runner.kill('SIGKILL')
})

test('killing the runner stops its busy processes', async () => {
  const runner = startRunner('busyCores(2)')
  const closed = once(runner.stderr, 'close')
  await once(runner.stdout, 'data')
  runner.kill('SIGKILL')
  await closed
})

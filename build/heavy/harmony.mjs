import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { countTests } from '../count-tests.mjs'
import { out, root } from '../setup/places.mjs'

/**
 * Harmony's properties on a hundred times the cases of `npm test`: conversations and streams against OpenAI's own
 * library, text against the tokenizers of OpenAI and Hugging Face, damaged streams against what must never be lost.
 */
export async function harmony() {
  const report = join(out, 'tests-heavy-harmony.json')
  rmSync(report, { force: true })
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', 'electron/engine/harmony', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    { cwd: root, stdio: ['ignore', process.stderr, process.stderr], env: { ...process.env, PARLEY_HEAVY: '1' } },
  )
  const code = await new Promise((resolve) => child.once('exit', resolve))
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  if (!existsSync(report)) return { isGood: false, passed: 0, failed: 1, seconds }
  const counted = countTests(JSON.parse(readFileSync(report, 'utf8')), code === 0)
  return { isGood: counted.failed === 0, ...counted, seconds }
}

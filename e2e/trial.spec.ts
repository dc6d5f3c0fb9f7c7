import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { repository } from './app.js'

const timeoutMs = 600_000

/** Short form of `npm run test:heavy -- life`, each kind of fault at each moment. Only the long form judges times. */
test(
  'an engine that dies or hangs at any moment is noticed, and no visible text is lost',
  async () => {
    const script = join(repository, 'build', 'test-heavy.mjs')
    const options = ['life', '--cycles', '20', '--lanes', '3']
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...options], { maxBuffer: 1 << 26 })
    expect(JSON.parse(stdout)).toMatchObject({ cycles: 20, deaths: 15, hangs: 5, lost: 0 })
  },
  timeoutMs,
)

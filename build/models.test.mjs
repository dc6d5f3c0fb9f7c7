import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './setup/places.mjs'

function models(...args) {
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'build', 'models.mjs'), ...args], { cwd: root })
  return { ...JSON.parse(stdout.toString()), status }
}

test('the catalogue is printed for a Mac, and a wrong command line is one JSON error with the exit code 1', () => {
  const { models: listed, status } = models('list', '--memory', '25769803776')
  expect(status).toBe(0)
  expect(listed.find(({ id }) => id === 'gpt-oss-20b')).toEqual({
    id: 'gpt-oss-20b',
    repository: 'mlx-community/gpt-oss-20b-MXFP4-Q4',
    bytes: 11_178_480_768,
    contextLength: 131_072,
    fits: true,
    needsBytes: expect.any(Number),
    reason: expect.stringMatching(/^Needs 1\d\.\d GB with a context of 131,072 tokens; this Mac can give 17\.2 GB\.$/),
  })
  const refused = { status: 1, error: { code: 'refused', message: expect.any(String) } }
  expect(models('list', '--memory', '0')).toEqual(refused)
  expect(models('constructor')).toEqual(refused)
})

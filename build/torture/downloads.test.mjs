import { expect, test } from 'vitest'
import { tortureDownloads } from './downloads.mjs'

test('30 downloads from a server that breaks in every way, with kills, end whole and waste nothing', async () => {
  const problems = []
  const onRun = (run, found) => problems.push(...found.map((problem) => `${run}: ${problem}`))
  const { kills, faults, ...result } = await tortureDownloads({ runs: 30, seed: 15, onRun })
  expect(problems).toEqual([])
  expect(result).toEqual({
    runs: 30,
    finished: 30,
    differing: 0,
    restartedFromZero: 0,
    wasteful: 0,
    refetchedBytes: expect.any(Number),
  })
  expect(kills).toBeGreaterThan(20)
  expect(faults).toBeGreaterThan(100)
}, 600_000)

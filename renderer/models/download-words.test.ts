import { expect, test } from 'vitest'
import type { DownloadState, ModelDownload } from '../../contract/downloads.js'
import { timeLeftInWords } from '../../contract/time-in-words.js'
import { downloadWords } from './download-words.js'

const at = (status: DownloadState, change: Partial<ModelDownload> = {}) =>
  downloadWords({
    id: 'a',
    repository: 'lab/heron',
    name: 'heron',
    doneBytes: 1.2e9,
    totalBytes: 11.2e9,
    bytesPerSecond: 34e6,
    status,
    ...change,
  })

test('a running download says its bytes, its speed and the time left, and nothing that it does not know', () => {
  expect(at({ state: 'running' })).toBe('1.2 of 11.2 GB · 34 MB/s · 5 min left')
  expect(at({ state: 'running' }, { bytesPerSecond: 0 })).toBe('1.2 of 11.2 GB')
  expect(at({ state: 'running' }, { doneBytes: 11.2e9 })).toBe('Checking the files · 11.2 of 11.2 GB')
  expect(at({ state: 'queued' }, { doneBytes: 0, totalBytes: 0 })).toBe('Waits for its turn')
  expect(at({ state: 'paused' }, { totalBytes: 0 })).toBe('Paused · 1.2 GB')
  expect(at({ state: 'failed', code: 'hub-denied', message: 'Why.' })).toBe('Why.')
})

test.each([
  [10, 1, '10 s'],
  [1, 10, '5 s'],
  [58, 1, '1 min'],
  [3_600, 1, '1 h'],
  [11_400, 1, '3 h 10 min'],
  [400_000, 1, '5 days'],
  [10, 0, ''],
  [0, 10, ''],
])('%d bytes at %d a second take %j', (bytes, speed, words) => {
  expect(timeLeftInWords(bytes, speed)).toBe(words)
})

import { expect, test } from 'vitest'
import { maxNetworkAttempts } from '../../../contract/network.js'
import { NetworkAttempts } from './attempts.js'

test('an attempt names its host and nothing of its path, which could be text of a conversation', () => {
  const attempts = new NetworkAttempts()
  attempts.record('https://user:secret@example.org:8443/a?q=what-I-wrote#c', 'refused', 7)
  attempts.record('file:///etc/passwd', 'refused', 8)
  attempts.record('no address at all', 'refused', 9)
  expect(attempts.all).toEqual([
    { at: 9, host: 'no address', outcome: 'refused' },
    { at: 8, host: 'file:', outcome: 'refused' },
    { at: 7, host: 'example.org:8443', outcome: 'refused' },
  ])
})

test('only the newest are kept, and each is announced', () => {
  const attempts = new NetworkAttempts()
  let changes = 0
  attempts.onChange(() => changes++)
  for (let at = 0; at < maxNetworkAttempts + 5; at++) attempts.record('https://example.org', 'refused', at)
  expect(changes).toBe(maxNetworkAttempts + 5)
  expect(attempts.all).toHaveLength(maxNetworkAttempts)
  expect(attempts.all[0]?.at).toBe(maxNetworkAttempts + 4)
})

import { expect, test } from 'vitest'
import { noticeOf, type Recovered } from './notice.js'

const known = { conversations: 3, messages: 40, version: 5, checkedAt: 0, isSuspect: false }
const full = { conversations: 3, messages: 40 }
const backup = { file: 'b', at: Date.UTC(2026, 4, 5, 12), counts: full }
const base: Recovered = {
  condition: 'damaged',
  own: { counts: full, isComplete: true },
  backup: undefined,
  counts: full,
  known,
  isKnownExact: true,
  kept: 'kept.db',
  keptBackups: [],
}
const noticed = (change: Partial<Recovered>) => noticeOf({ ...base, ...change })

test('nothing was lost where every row was read and the exact counts are the same, and only there', () => {
  expect(noticed({})).toContain('nothing was lost')
  const unproven: readonly Partial<Recovered>[] = [
    { known: undefined },
    { isKnownExact: false },
    { own: { counts: full, isComplete: false } },
    { own: { counts: { conversations: 3, messages: 39 }, isComplete: true } },
    { own: undefined, backup },
  ]
  for (const change of unproven) expect(noticed(change)).not.toContain('nothing was lost')
})

test('what is missing is counted, and what is there is said', () => {
  const counts = { conversations: 3, messages: 39 }
  expect(noticed({ own: { counts, isComplete: false }, counts })).toContain('1 message could not be read and')
  expect(noticed({ own: undefined, backup })).toMatch(/restored the backup of May 5, 2026.*All 40 messages/)
  expect(noticed({ own: { counts, isComplete: false }, backup, isKnownExact: false })).toMatch(
    /39 messages could be read and were added\. All 40 .* What was written since may be lost\./,
  )
  expect(noticed({ known: undefined })).toContain('Parley cannot tell whether more was in it')
  expect(noticed({ condition: 'missing', own: undefined, backup, known: undefined })).toMatch(
    /was missing\. Parley restored the backup of .* What was written since may be lost\./,
  )
})

test('no backup is announced when none was used, and what was not used is named', () => {
  const nothing = { conversations: 0, messages: 0 }
  const notice = noticed({ own: undefined, counts: nothing, keptBackups: ['1.db', '2.db', '3.db', '4.db'] })
  expect(notice).toContain('starts without conversations')
  expect(notice).toContain('40 messages that Parley last counted are missing')
  expect(notice).not.toContain('restored')
  expect(notice).toContain('1.db, 2.db, 3.db and 1 more')
  expect(notice).toContain('as kept.db')
  expect(notice).toContain('No backup could be read either')
  expect(noticed({ own: undefined, counts: nothing, keptBackups: [] })).toContain('There is no backup, so')
  expect(noticed({ condition: 'missing', kept: undefined, keptBackups: ['1.db'] })).toContain(
    'is kept in the folder “damaged” as 1.db',
  )
})

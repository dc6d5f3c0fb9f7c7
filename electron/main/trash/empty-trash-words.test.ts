import { expect, test } from 'vitest'
import { deleteWords, emptyTrashWords } from './empty-trash-words.js'

const backups =
  'those of the last 7 days and 4 weeks in which you used Parley, and the last 2 before an update. Settings ▸ Backups shows them.'

test('the dialogs speak of one conversation as it and of several as them, and say where they remain and for how long', () => {
  expect(Object.values(emptyTrashWords(1, true)).join(' ')).toBe(
    `Delete the conversation in the Trash? Only backups that were made meanwhile still have it: ${backups}`,
  )
  expect(Object.values(emptyTrashWords(1_200, true)).join(' ')).toBe(
    `Delete the 1,200 conversations in the Trash? Only backups that were made meanwhile still have them: ${backups}`,
  )
  expect(deleteWords('Ferries', true).detail).toBe(`Only backups that were made meanwhile still have it: ${backups}`)
})

test('no backup is promised where there is none', () => {
  expect(emptyTrashWords(2, false).detail).toBe('There is no backup yet, so nothing will have them any more.')
  expect(deleteWords('Ferries', false).detail).toBe('There is no backup yet, so nothing will have it any more.')
})

import { expect, test } from 'vitest'
import { emptyTrashWords } from './empty-trash-words.js'

test('the dialog speaks of one conversation as it, and of several as they', () => {
  expect(Object.values(emptyTrashWords(1)).join(' ')).toBe(
    'Delete the conversation in the Trash? It cannot be brought back.',
  )
  expect(Object.values(emptyTrashWords(1_200)).join(' ')).toBe(
    'Delete the 1,200 conversations in the Trash? They cannot be brought back.',
  )
})

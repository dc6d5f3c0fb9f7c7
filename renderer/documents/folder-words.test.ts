import { expect, test } from 'vitest'
import { folderWords, unreadableWords } from './folder-words.js'

const folder = { name: 'Case', count: 12, bytes: 3_400_000, hidden: 0, unreadable: [], unreadableCount: 0 }

test('a folder is described by what can be added and by what is left out', () => {
  expect(folderWords(folder)).toBe('12 files, 3.4 MB.')
  expect(folderWords({ ...folder, hidden: 1 })).toBe('12 files, 3.4 MB. 1 hidden file is left out.')
  expect(unreadableWords(folder)).toBe('')
  expect(unreadableWords({ ...folder, unreadable: ['plan.dwg'], unreadableCount: 1 })).toBe(
    'Parley can’t read this and leaves it out: plan.dwg.',
  )
  expect(unreadableWords({ ...folder, unreadable: ['a.dwg', 'b.dwg'], unreadableCount: 1_202 })).toBe(
    'Parley can’t read these and leaves them out: a.dwg, b.dwg, and 1,200 more.',
  )
})

import { expect, test } from 'vitest'
import { readFolder } from './read-drop.js'

const file = (webkitRelativePath: string, size = 1) => ({ webkitRelativePath, size })

test('a folder has its files by their path in it, and a document of Pages is one of them', () => {
  const files = [
    file('Case/a.txt'),
    file('Case/deep/b.txt', 7),
    file('Case/Letter.pages/Index.zip'),
    file('Case/Letter.pages/Data/1.jpg'),
    file('Case/old.key'),
  ]
  expect(readFolder(files)).toEqual({
    name: 'Case',
    entries: [
      { path: 'a.txt', bytes: 1, file: files[0] },
      { path: 'deep/b.txt', bytes: 7, file: files[1] },
      { path: 'Letter.pages', bytes: 0 },
      { path: 'old.key', bytes: 1, file: files[4] },
    ],
  })
})

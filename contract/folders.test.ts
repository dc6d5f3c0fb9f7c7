import { expect, test } from 'vitest'
import { divideFolder, isPackage, summarizeFolder } from './folders.js'

const file = (path: string, bytes = 1_000) => ({ path, bytes })

test('a folder is divided into readable files in the order of their names, others, and hidden ones', () => {
  const entries = [
    file('Part 10.md'),
    file('Part 2.md'),
    file('old/letter.DOCX'),
    file('.DS_Store'),
    file('.git/config.txt'),
    file('~$letter.docx'),
    file('Thumbs.db'),
    file('plan.dwg'),
    file('empty.txt', 0),
  ]
  const { files, unreadable, hidden } = divideFolder(entries)
  expect(files.map(({ path }) => path)).toEqual(['old/letter.DOCX', 'Part 2.md', 'Part 10.md'])
  expect(unreadable.map(({ path }) => path)).toEqual(['empty.txt', 'plan.dwg'])
  expect(hidden).toBe(4)
  expect(summarizeFolder('Case', entries)).toEqual({
    name: 'Case',
    count: 3,
    bytes: 3_000,
    hidden: 4,
    unreadable: ['empty.txt', 'plan.dwg'],
    unreadableCount: 2,
  })
})

test('of many files that can’t be read only the first are named', () => {
  const many = Array.from({ length: 300 }, (_, index) => file(`${index}.dwg`))
  expect(summarizeFolder('Plans', many)).toMatchObject({ unreadableCount: 300, unreadable: { length: 8 } })
})

test('a document of Pages is one file, although it is a folder', () => {
  expect([isPackage('Letter.pages'), isPackage('2024 pages'), isPackage('Letters')]).toEqual([true, false, false])
})

import { expect, test } from 'vitest'
import { fileLinks } from './file-links.js'

test.each([
  ['file:///home/ada/Annual%20report.pdf', ['Annual report.pdf']],
  ['# a remark\r\nfile:///a/b.txt\r\nFILE:///c/d%.txt\r\n', ['b.txt', 'd%.txt']],
  ['https://example.org/a.pdf', []],
  ['file:///a.txt\nhttps://example.org', []],
  ['', []],
])('links in %j lead to the files %j', (list, names) => {
  expect(fileLinks(list)).toEqual(names)
})

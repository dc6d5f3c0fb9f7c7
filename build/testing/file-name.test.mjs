import { expect, test } from 'vitest'
import { fileName } from './file-name.mjs'

test('a plain name keeps its words', () => {
  expect(fileName('a reply is whole')).toBe('a-reply-is-whole')
  expect(fileName('Überschrift 2')).toBe('Überschrift-2')
})

test('path separators and characters that are forbidden in names are removed', () => {
  for (const text of ['../../etc/passwd', 'a › b: "c" <d> | e?*', 'a\nb\0c', '.']) {
    expect(fileName(text)).toMatch(/^[\p{L}\p{N}-]+$/u)
  }
})

test('texts that differ only in punctuation or after the cut get different names', () => {
  const long = 'x'.repeat(300)
  const names = ['a b', 'a, b', 'a; b', `${long}1`, `${long}2`].map(fileName)
  expect(new Set(names).size).toBe(names.length)
  expect(Math.max(...names.map(({ length }) => length))).toBeLessThan(100)
})

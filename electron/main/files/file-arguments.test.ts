import { expect, test } from 'vitest'
import { fileArguments } from './file-arguments.js'

test('files are what stands after the mark and exists, seen from the folder of the command line', () => {
  const here = import.meta.dirname
  const own = `${here}/file-arguments.ts`
  expect(fileArguments(['parley', '--inspect', own], here)).toEqual([])
  expect(fileArguments(['parley', '--', 'file-arguments.ts', own, 'gone.txt'], here)).toEqual([own, own])
})

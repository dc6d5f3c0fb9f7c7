import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HeldFiles } from './held-files.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-held-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (path: string, text = 'Some words.') => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

test('files are held together, each folder by itself, and taken once', async () => {
  for (const name of ['b.txt', 'a.md', 'case/10.txt', 'case/9.txt', 'case/deep/er/note.md']) write(name)
  for (const name of ['case/.hidden', 'case/.git/config.txt', 'case/plan.dwg', 'case/Letter.pages/Index.zip'])
    write(name)
  symlinkSync('/etc', join(folder, 'case', 'link'))
  symlinkSync(join(folder, 'case'), join(folder, 'case', 'deep', 'circle'))
  const held = new HeldFiles()
  const paths = ['b.txt', 'case', 'a.md'].map((name) => join(folder, name))
  const [files, inFolder] = await held.hold(paths)
  expect(files).toEqual({ id: expect.any(String) })
  expect(inFolder?.folder).toEqual({
    name: 'case',
    count: 3,
    bytes: 33,
    hidden: 2,
    unreadable: ['Letter.pages', 'plan.dwg'],
    unreadableCount: 2,
  })
  expect(held.take(files?.id ?? '').map(({ name, path, size }) => [name, path, size])).toEqual([
    ['b.txt', paths[0], 11],
    ['a.md', paths[2], 11],
  ])
  expect(held.take(inFolder?.id ?? '').map(({ name }) => name)).toEqual(['9.txt', '10.txt', 'note.md'])
  expect(() => held.take(inFolder?.id ?? '')).toThrow('Choose them again.')
})

test('a folder that macOS shows as a file is a file, and what is gone is held, to be refused by name', async () => {
  write('Letter.pages/Index.zip')
  const held = new HeldFiles()
  const given = await held.hold([join(folder, 'Letter.pages'), join(folder, 'gone.txt')])
  expect(given).toEqual([{ id: expect.any(String) }])
  expect(held.take(given[0]?.id ?? '').map(({ name }) => name)).toEqual(['Letter.pages', 'gone.txt'])
})

test('a folder of folders without end is not followed to its end', async () => {
  write(`deep/${'in/'.repeat(18)}last.txt`)
  write(`deep/${'in/'.repeat(30)}beyond.txt`)
  const held = new HeldFiles()
  const [given] = await held.hold([join(folder, 'deep')])
  expect(held.take(given?.id ?? '').map(({ name }) => name)).toEqual(['last.txt'])
})

test('of a folder with very many files no more are held than can be added', async () => {
  for (let index = 0; index < 130; index++) write(`many/${index}.txt`)
  const held = new HeldFiles()
  const [given] = await held.hold([join(folder, 'many')])
  expect(given?.folder?.count).toBe(130)
  expect(held.take(given?.id ?? '')).toHaveLength(100)
})

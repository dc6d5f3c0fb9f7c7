import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listFolder } from './list-folder.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('files are listed with their sizes, those of folders after those beside them', async () => {
  mkdirSync(join(folder, 'in'))
  writeFileSync(join(folder, 'in', 'a.txt'), 'one')
  writeFileSync(join(folder, 'b.txt'), 'four')
  const place = (path: string) => ({ path, place: join(folder, path) })
  expect(await listFolder(folder)).toEqual([
    { ...place('b.txt'), bytes: 4 },
    { ...place('in/a.txt'), bytes: 3 },
  ])
})

test('folders count as what is looked at, so that folders of folders end', async () => {
  for (let index = 0; index < 12; index++) mkdirSync(join(folder, `${index}`))
  writeFileSync(join(folder, '5', 'inside.txt'), 'text')
  expect(await listFolder(folder, 13)).toHaveLength(1)
  expect(await listFolder(folder, 12)).toEqual([])
})

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canMount } from '../testing/small-disk.js'
import { hashOf } from '../testing/test-document.js'
import { Originals } from './originals.js'

let home: string
let originals: Originals
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-originals-'))
  originals = new Originals(home)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const folder = () => join(home, 'documents')
const names = () => readdirSync(folder()).sort()
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31) % 251)
const contentOf = async (id: string) => {
  const original = await originals.open(id)
  if (!original) return undefined
  const content = await original.file.readFile()
  await original.file.close()
  expect(original.size).toBe(content.length)
  return content
}

// One slice, exactly two, and some more.
test.each([1, 2 * 1024 * 1024, 2_500_000])('%i bytes are stored whole, from memory and from a path', async (length) => {
  const bytes = bytesOf(length)
  const path = join(home, 'chosen.pdf')
  writeFileSync(path, bytes)
  const hash = createHash('sha256').update(bytes).digest('hex')
  expect(await originals.store('a', { bytes })).toEqual({ hash, bytes: length })
  expect(await originals.store('b', { path })).toEqual({ hash, bytes: length })
  for (const id of ['a', 'b']) expect((await contentOf(id))?.equals(bytes)).toBe(true)
  expect(names()).toEqual(['a', 'b'])
})

test('a file that another program writes to is refused, and not followed for ever', async () => {
  const path = join(home, 'log.txt')
  writeFileSync(path, bytesOf(3 * 1024 * 1024))
  let isWriting = true
  // In each turn of the event loop: between any two steps of storing.
  const write = () => {
    if (!isWriting) return
    appendFileSync(path, '.')
    setImmediate(write)
  }
  write()
  const changed = { code: 'document-unreadable', message: expect.stringContaining('changed') as string }
  await expect(originals.store('a', { path })).rejects.toMatchObject(changed)
  isWriting = false
  expect(names()).toEqual([])
})

test('only the user can read the files', async () => {
  await originals.store('a', { bytes: bytesOf(3) })
  expect([statSync(folder()).mode & 0o777, statSync(join(folder(), 'a')).mode & 0o777]).toEqual([0o700, 0o600])
})

test('a file that is not there is not opened; removing it again does nothing', async () => {
  expect(await originals.open('a')).toBeUndefined()
  await originals.store('a', { bytes: bytesOf(3) })
  await originals.remove('a')
  await originals.remove('a')
  expect(await originals.open('a')).toBeUndefined()
  expect(names()).toEqual([])
})

test.each([
  ['a path without a file', () => {}],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
])('%s is refused, and leaves nothing', async (_, make) => {
  const path = join(home, 'chosen.pdf')
  make(path)
  await expect(originals.store('a', { path })).rejects.toMatchObject({
    code: 'document-unreadable',
    message: 'It could not be opened. Check that it still exists and can be read.',
  })
  expect(names()).toEqual([])
})

describe('a sweep', () => {
  test('removes the files of no document and what a crash left, and nothing else', async () => {
    for (const id of ['kept', 'gone']) await originals.store(id, { bytes: bytesOf(3) })
    writeFileSync(join(folder(), 'kept.new'), 'half')
    writeFileSync(join(folder(), 'lost.new'), 'half')
    writeFileSync(join(home, 'parley.db'), 'beside it')
    await originals.sweep(() => ['kept', 'never stored'])
    expect(names()).toEqual(['kept'])
    expect(existsSync(join(home, 'parley.db'))).toBe(true)
  })

  test('keeps the files of documents that a recovered store may have lost', async () => {
    for (const id of ['kept', 'lost']) await originals.store(id, { bytes: bytesOf(3) })
    await originals.sweep(() => ['kept'], true)
    expect(names()).toEqual(['kept'])
    expect(readFileSync(join(home, 'damaged', 'lost'))).toEqual(Buffer.from(bytesOf(3)))
  })

  test('without a folder does nothing', async () => {
    await originals.sweep(() => [])
    expect(existsSync(folder())).toBe(false)
  })

  test('leaves a file that is being stored, and one whose document is created meanwhile', async () => {
    const created: string[] = []
    const storing = Array.from({ length: 6 }, async (_, number) => {
      const id = `document ${number}`
      await originals.store(id, { bytes: bytesOf(500_000 * number + 1) })
      created.push(id)
    })
    let isDone = false
    const all = Promise.all(storing).then(() => {
      isDone = true
    })
    while (!isDone) await originals.sweep(() => created)
    await all
    expect(names()).toEqual([...created].sort())
    expect(created).toHaveLength(6)
  })
})

describe('in the place of the folder', () => {
  test.each([
    ['a file', (path: string) => writeFileSync(path, 'mine')],
    ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
  ])('%s is kept in another place, and a document can be added', async (_, make) => {
    make(folder())
    expect(await originals.open('a')).toBeUndefined()
    await originals.sweep(() => [])
    expect(await originals.store('a', { bytes: bytesOf(3) })).toEqual({ hash: hashOf(bytesOf(3)), bytes: 3 })
    expect(names()).toEqual(['a'])
    expect(readdirSync(join(home, 'damaged'))).toEqual(['documents'])
  })

  test('a link to another disk is used; without that disk, the error says what to do and the link stays', async () => {
    const disk = join(home, 'disk')
    symlinkSync(disk, folder())
    await expect(originals.store('a', { bytes: bytesOf(3) })).rejects.toMatchObject({
      code: 'document-unreadable',
      message: expect.stringContaining('Connect its disk and add the document again.'),
    })
    mkdirSync(disk)
    await originals.store('a', { bytes: bytesOf(3) })
    expect(readFileSync(join(disk, 'a'))).toHaveLength(3)
  })
})

test.each([
  ['a folder', (path: string) => mkdirSync(path)],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
])('%s in the place of a file is not opened', async (_, make) => {
  mkdirSync(folder())
  make(join(folder(), 'a'))
  expect(await originals.open('a')).toBeUndefined()
})

const testWithDisk = canMount ? test : () => {} // mounting a small disk needs root

testWithDisk('on a full disk nothing is stored and the sentence says so; with space it works', async () => {
  const disk = join(home, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'parley-test', disk])
  try {
    const onDisk = new Originals(disk)
    await onDisk.store('small', { bytes: bytesOf(9) })
    const large = { bytes: bytesOf(3_000_000) }
    await expect(onDisk.store('large', large)).rejects.toMatchObject({
      code: 'disk-full',
      message: 'There is no space left on the disk. Free some space and add the document again.',
    })
    expect(readdirSync(join(disk, 'documents'))).toEqual(['small'])
    await onDisk.store('next', { bytes: bytesOf(1_000_000) })
    expect(readdirSync(join(disk, 'documents')).sort()).toEqual(['next', 'small'])
  } finally {
    execFileSync('umount', [disk])
  }
})

// On every system, as disk-full.test.ts does it with SQLite's own limit.
test('the errors of a full disk and of a used-up quota are told as such', async () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    const bytes = new Proxy(new Uint8Array(3), {
      get: (target, name) => {
        if (name === 'subarray') throw Object.assign(new Error(code), { code })
        return Reflect.get(target, name, target) as unknown
      },
    })
    await expect(originals.store('a', { bytes })).rejects.toMatchObject({ code: 'disk-full' })
    expect(names()).toEqual([])
  }
})

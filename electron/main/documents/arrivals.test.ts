import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DocumentsApp } from '../testing/documents-app.js'
import { hashOf } from '../testing/test-document.js'
import { Arrivals } from './arrivals.js'

let app: DocumentsApp
let arrivals: Arrivals
beforeEach(() => {
  app = new DocumentsApp()
  arrivals = new Arrivals()
})
afterEach(async () => {
  vi.useRealTimers()
  await app.close()
})

const megabyte = 1024 * 1024
const piece = (index: number) => new Uint8Array(megabyte).fill(index)
const begin = (size: number, name = 'long.txt') =>
  arrivals.begin(size, (slices) => app.documents.addFiles(null, [{ name, size, slices }]))

test('a large file is stored piece by piece, and the event loop runs between any two', async () => {
  const count = 64
  const id = begin(count * megabyte)
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  turn()
  for (let index = 0; index < count; index++) {
    const before = turns
    expect(await arrivals.take(id, piece(index))).toBe(true)
    expect(turns).toBeGreaterThan(before)
  }
  expect(await arrivals.end(id)).toEqual({ refused: [], begun: [], documentIds: [expect.any(String)] })
  isOver = true
  const [document] = app.documents.documentsOf(null)
  const stored = readFileSync(join(app.folder, 'documents', document?.id ?? ''))
  expect(hashOf(stored)).toBe(hashOf(Buffer.concat(Array.from({ length: count }, (_, index) => piece(index)))))
})

test('a file that is refused needs no more pieces, and says why', async () => {
  const id = begin(3 * megabyte, 'letter.doc')
  await new Promise((resolve) => setImmediate(resolve))
  expect(await arrivals.take(id, piece(0))).toBe(false)
  expect((await arrivals.end(id)).refused).toMatchObject([
    { name: 'letter.doc', message: expect.stringMatching(/Word/) },
  ])
})

test.each([
  ['too little', [piece(0)]],
  ['more than it announced', [piece(0), piece(1), piece(2)]],
])('of a file with %s nothing is stored', async (_, pieces) => {
  const id = begin(2 * megabyte)
  for (const each of pieces) await arrivals.take(id, each)
  expect((await arrivals.end(id)).refused).toMatchObject([
    { message: expect.stringMatching(/did not arrive completely/) },
  ])
  expect(app.documents.documentsOf(null)).toEqual([])
  await expect(arrivals.take(id, piece(0))).rejects.toMatchObject({ code: 'not-found' })
})

test('a window that is gone holds nothing: after a silence the file is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const added = { refused: [], begun: [], documentIds: [] }
  let failure: unknown
  const id = arrivals.begin(2 * megabyte, async (slices) => {
    try {
      for await (const _ of slices);
    } catch (error) {
      failure = error
    }
    return added
  })
  await arrivals.take(id, piece(0))
  vi.advanceTimersByTime(60_000)
  expect(await arrivals.end(id)).toBe(added)
  expect(failure).toMatchObject({ code: 'document-unreadable' })
})

test('files that were never ended leave room for others', async () => {
  for (let index = 0; index < 8; index++) arrivals.begin(1, async () => ({ refused: [], begun: [], documentIds: [] }))
  await new Promise((resolve) => setImmediate(resolve))
  expect(begin(1)).toEqual(expect.any(String))
})

test('more files at once than a window sends are refused', () => {
  for (let index = 0; index < 8; index++) arrivals.begin(1, () => new Promise(() => {}))
  expect(() => begin(1)).toThrow('Too many files')
})

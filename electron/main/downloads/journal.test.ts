import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Journal, type Mark } from './journal.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-journal-'))
  path = join(folder, 'journal')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const hex = (digit: string) => digit.repeat(64)
const header = { version: 1 as const, repository: 'lab/heron', commit: 'a'.repeat(40), blockBytes: 1_000 }
const marks: readonly Mark[] = Array.from({ length: 12 }, (_, index) => ({
  key: hex(String(index % 3)),
  block: index % 4,
  bytes: index * 10,
  sha256: hex('abcdef'[index % 6] ?? 'a'),
}))

async function write(): Promise<void> {
  const journal = await Journal.open(path)
  await journal.begin(header)
  for (const mark of marks) await journal.mark(mark)
  await journal.close()
}

const read = (journal: Journal) =>
  ['0', '1', '2'].flatMap((digit) => [...journal.marksOf(hex(digit)).values()]).sort((a, b) => a.bytes - b.bytes)

/** The last mark of each block. */
const lastOf = (given: readonly Mark[]) =>
  given.filter(
    (mark, index) => !given.slice(index + 1).some(({ key, block }) => key === mark.key && block === mark.block),
  )

test('a journal that is cut at any byte has all whole lines, and takes more', async () => {
  await write()
  const whole = readFileSync(path)
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([place]) => place)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.byteLength }), async (cut) => {
      writeFileSync(path, whole.subarray(0, cut))
      const journal = await Journal.open(path)
      // A line counts without its newline, too.
      const lines = ends.filter((end) => end <= cut).length
      expect(journal.header).toEqual(lines > 0 ? header : undefined)
      expect(read(journal)).toEqual(lastOf(marks.slice(0, Math.max(0, lines - 1))))
      const more = { ...header, commit: 'b'.repeat(40) }
      await journal.begin(more)
      await journal.close()
      const again = await Journal.open(path)
      expect(again.header).toEqual(more)
      await again.close()
    }),
    { numRuns: 60 },
  )
})

test('marks of blocks of another size do not count', async () => {
  await write()
  const journal = await Journal.open(path)
  await journal.begin({ ...header, blockBytes: 500 })
  expect(read(journal)).toEqual([])
  await journal.close()
})

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { pageBytes, pagesOf, writeAt } from '../../testing/store-damage.js'
import { Database } from '../database.js'
import { TableReader } from './table-reader.js'

const folder = mkdtempSync(join(tmpdir(), 'parley-table-reader-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rowCount = 120
const textOf = (number: number) => `message ${number} ${'why '.repeat(60)}`

/** Two tables: one of long rows on many pages, and one of short rows whose page has the numbers of all of them. */
function makeTables(name: string): string {
  const file = join(folder, name)
  const db = new Database(file)
  db.exec(`PRAGMA page_size = ${pageBytes}`)
  db.exec('CREATE TABLE long (sequence INTEGER PRIMARY KEY, text TEXT)')
  db.exec('CREATE TABLE short (sequence INTEGER PRIMARY KEY, text TEXT)')
  const [long, short] = ['long', 'short'].map((table) => db.prepare(`INSERT INTO ${table} (text) VALUES (?)`))
  db.transaction(() => {
    for (let number = 1; number <= rowCount; number++) {
      long?.run(textOf(number))
      short?.run(`s${number}`)
    }
  })
  db.close()
  return file
}

function read(file: string) {
  const db = new Database(file, { readOnly: true })
  const reader = new TableReader(db, 'long', ['text'])
  const texts = new Set([...reader.rows()].map(({ text }) => text))
  db.close()
  return { texts, isComplete: reader.isComplete }
}

test('a whole table is read once, and is complete', () => {
  const { texts, isComplete } = read(makeTables('whole.db'))
  expect(texts.size).toBe(rowCount)
  expect(isComplete).toBe(true)
})

test('a page of another table in the place of one hides no row of the others', () => {
  const file = makeTables('copied.db')
  const [, firstLeaf = 0] = pagesOf(file, 'long')
  const [shortPage = 0] = pagesOf(file, 'short')
  const lost = lostWith(file, firstLeaf)
  const start = (shortPage - 1) * pageBytes
  writeAt(file, (firstLeaf - 1) * pageBytes, readFileSync(file).subarray(start, start + pageBytes))
  const { texts, isComplete } = read(file)
  expect(isComplete).toBe(false)
  const missing = Array.from({ length: rowCount }, (_, index) => index + 1).filter(
    (number) => !texts.has(textOf(number)),
  )
  expect(missing).toEqual(lost)
})

/** The rows that stand on a page. */
function lostWith(file: string, page: number): readonly number[] {
  const bytes = readFileSync(file).subarray((page - 1) * pageBytes, page * pageBytes)
  return Array.from({ length: rowCount }, (_, index) => index + 1).filter((number) => bytes.includes(textOf(number)))
}

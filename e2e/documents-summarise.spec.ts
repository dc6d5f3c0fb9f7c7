import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from './app.js'
import { makePdf, plainPages } from './pdf-files.js'

interface Result {
  readonly summary: string
  readonly points: readonly {
    readonly heading?: string
    readonly text: string
    readonly page: number
    readonly isQuote: boolean
    readonly support: number
    readonly unfound: readonly string[]
  }[]
  readonly account: {
    readonly pages: number
    readonly read: number
    readonly empty: readonly number[]
    readonly failed: readonly number[]
    readonly withoutNote: readonly number[]
    readonly parts: number
    readonly notes: number
    readonly notesUsed: number
    readonly supported: number
    readonly toCheck: number
  }
  readonly stats: { readonly model: string; readonly answers: number; readonly promptTokens: number }
  readonly error?: { readonly code: string; readonly message: string }
}

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-summarise-'))
  writeFileSync(join(folder, 'harbour.pdf'), makePdf({ pages: [...plainPages(2), { lines: [] }, ...plainPages(1)] }))
  writeFileSync(
    join(folder, 'years.md'),
    '# The harbour\n\n## The quay\n\nThe old quay was built by the town in May 1987.\n\n' +
      '## The ferry\n\nThe first ferry sailed to the islands in March 1999.\n',
  )
  writeFileSync(join(folder, 'empty.txt'), '')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function summarise(...args: readonly string[]) {
  const command = [join(repository, 'build', 'documents.mjs'), 'summarise', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' })
  return { status, stderr, result: JSON.parse(stdout) as Result }
}

describe('a document is summarised as the app does it', () => {
  let made: ReturnType<typeof summarise>

  beforeAll(() => {
    made = summarise('harbour.pdf')
  }, 600_000)

  test('every page is read, empty or failed, and each note is counted', () => {
    const { account } = made.result
    expect(made.status).toBe(0)
    expect(account).toMatchObject({ pages: 4, read: 3, empty: [3], failed: [] })
    expect(account.parts).toBeGreaterThan(0)
    expect(account.notes).toBeGreaterThanOrEqual(account.notesUsed)
    expect(account.notesUsed).toBeGreaterThan(0)
    expect(account.supported + account.toCheck).toBe(made.result.points.length)
  })

  test('the points stand in page order, each with its page and support, and a quote is fully supported', () => {
    const { points, summary } = made.result
    expect(points.length).toBeGreaterThan(0)
    expect(points.map(({ page }) => page)).toEqual(points.map(({ page }) => page).toSorted((a, b) => a - b))
    expect(new Set(points.map(({ text }) => text)).size).toBe(points.length)
    for (const { text, page, isQuote, support } of points) {
      expect([1, 2, 4]).toContain(page)
      expect(support).toBeGreaterThanOrEqual(isQuote ? 1 : 0)
      expect(support).toBeLessThanOrEqual(1)
      expect(summary).toContain(`- ${text} (p. ${page})`)
    }
  })

  test('progress goes to stderr, and the result names the demonstration model', () => {
    expect(made.stderr).toMatch(/^documents: Notes: part 1 of \d+$/m)
    expect(made.result.stats).toMatchObject({ model: 'Parley Demo (tiny)' })
    expect(made.result.stats.answers).toBeGreaterThan(0)
    expect(made.result.stats.promptTokens).toBeGreaterThan(0)
  })
})

test('a model too small for a form gives a usable summary in it', () => {
  const { status, result } = summarise('years.md', '--form', 'sections')
  expect(status).toBe(0)
  expect(result.points.length).toBeGreaterThan(0)
  expect(result.summary).toMatch(/^## The (?:quay|ferry)\n\n- /m)
}, 600_000)

test.each([
  ['an unknown form', ['years.md', '--form', 'poem'], 'refused'],
  ['an unknown model', ['years.md', '--model', 'nowhere'], 'model-missing'],
  ['a file that is not there', ['nowhere.pdf'], 'not-found'],
  ['an empty file', ['empty.txt'], 'document-empty'],
  ['a folder', ['.'], 'document-unsupported'],
])(
  '%s is refused with a code and a sentence',
  (_, args, code) => {
    const { status, result } = summarise(...args)
    expect(status).toBe(1)
    expect(result).toEqual({ error: { code, message: expect.stringMatching(/^[A-Z].*[.\]M]$/s) } })
  },
  120_000,
)

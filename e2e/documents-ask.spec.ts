import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repository } from './app.js'
import { makePdf } from './pdf-files.js'

interface Answer {
  readonly answer: string
  readonly links: readonly { readonly page: number; readonly quote: string; readonly verified: boolean }[]
  readonly account: { readonly pages: number; readonly lookedAt: readonly number[] }
}

const fact = 'The ferry to Skarholm needs 47 minutes.'
const plain = (page: number) => [
  `On page ${page} the ferry is late, and the people of the harbour wait.`,
  `A gull sits on post ${page}. Nobody knows how many fish it has eaten.`,
]
const pages = Array.from({ length: 60 }, (_, index) => ({
  lines: index === 41 ? [...plain(42), fact] : plain(index + 1),
}))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-ask-'))
  writeFileSync(join(folder, 'long.pdf'), makePdf({ pages }))
  writeFileSync(join(folder, 'short.txt'), `${fact}\n\nIt leaves at noon.\n`)
  writeFileSync(join(folder, 'empty.txt'), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function documents(...args: readonly string[]) {
  const command = join(repository, 'build', 'documents.mjs')
  const { status, stdout } = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' })
  return { status, printed: JSON.parse(stdout) }
}

test('a long document is asked by the passages that fit, each with a link to a sentence of its page', () => {
  const { status, printed } = documents('ask', 'long.pdf', 'How many minutes does the ferry to Skarholm need?')
  const { answer, links, account }: Answer = printed
  expect(status).toBe(0)
  expect(Object.keys(printed)).toEqual(['answer', 'links', 'account'])
  expect(answer).toContain('47 minutes')
  expect(account.pages).toBe(60)
  expect(account.lookedAt).toContain(42)
  expect(account.lookedAt.length).toBeLessThanOrEqual(15)
  expect(new Set(links.map(({ page }) => page))).toEqual(new Set(account.lookedAt))
  expect(links).toContainEqual({ page: 42, quote: fact, verified: true })
  for (const { page, quote, verified } of links.filter((link) => link.verified)) {
    expect([page, pages[page - 1]?.lines.join(' ').includes(quote), verified]).toEqual([page, true, true])
  }
}, 600_000)

test('a short document is looked at whole', () => {
  const { printed } = documents('ask', 'short.txt', 'When does it leave?')
  expect(printed.account).toEqual({ pages: 1, lookedAt: [1] })
  expect(printed.links).toHaveLength(2)
}, 600_000)

test.each([
  ['no question', ['ask', 'short.txt'], 'refused'],
  ['a file that is missing', ['ask', 'missing.pdf', 'Why?'], 'not-found'],
  ['a file without text', ['ask', 'empty.txt', 'Why?'], 'document-empty'],
  ['a folder without a model', ['ask', 'short.txt', 'Why?', '--model', '.'], expect.stringMatching(/^model-/)],
])(
  '%s is an error with a code',
  (_, args, code) => {
    expect(documents(...args)).toEqual({
      status: 1,
      printed: { error: { code, message: expect.stringMatching(/^[A-Z].*[.\]…]$/) } },
    })
  },
  600_000,
)

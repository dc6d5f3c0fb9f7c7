import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repository } from './app.js'
import { makePdf, plainPages } from './pdf-files.js'
import { pngOf } from './picture-files.js'

/** Kinds that need a browser: their mutations are read by the app's own reader. The others: hostile.test.ts of the reader. */

const isHeavy = process.env.PARLEY_HEAVY === '1'
/** Of each kind. */
const mutations = isHeavy ? 2_000 : 12
const filesPerRun = 250

const good: Readonly<Record<string, Uint8Array>> = {
  pdf: makePdf({
    pages: [...plainPages(2), { lines: [], stamp: ['A stamp.'] }],
    labels: '/Nums [0 << /S /r >>]',
    outline: [['Facts', 1]],
    fields: [['Name', 'Ada']],
  }),
  png: pngOf(60, 30),
}

interface Change {
  readonly kind: 'set' | 'cut' | 'drop' | 'copy'
  readonly at: number
  readonly value: number
}
const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'set', 'set', 'cut', 'drop', 'copy'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.nat(255),
  }),
  { minLength: 1, maxLength: 8 },
)

const mutate = (bytes: Uint8Array, all: readonly Change[]) =>
  all.reduce<Buffer>((data, { kind, at, value }) => {
    const from = Math.floor(at * data.length)
    const [before, after] = [data.subarray(0, from), data.subarray(from)]
    if (kind === 'set') return Buffer.concat([before, Buffer.from([value]), after.subarray(1)])
    if (kind === 'cut') return data.subarray(0, Math.max(from, data.length - value))
    if (kind === 'drop') return Buffer.concat([before, after.subarray(1 + (value % 8))])
    return Buffer.concat([before, after.subarray(0, value), after])
  }, Buffer.from(bytes))

interface Entry {
  readonly pages?: readonly { readonly text: string; readonly status: string }[]
  readonly error?: { readonly code: string; readonly message: string }
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-mutations-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(contents: readonly Uint8Array[], extension: string): readonly Entry[] {
  const names = contents.map((content, index) => {
    const name = `${index}.${extension}`
    writeFileSync(join(folder, name), content)
    return name
  })
  const program = join(repository, 'build', 'documents.mjs')
  const printed = execFileSync(process.execPath, [program, 'read', ...names], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return JSON.parse(printed).files
}

test.each(Object.entries(good))(
  '%s: every mutation of a good file is read, or refused with its reason, and ends nothing else',
  (extension, bytes) => {
    // The same ones in each run, so that a failure can be repeated.
    const all = fc.sample(changes, { numRuns: mutations, seed: 14 }).map((each) => mutate(bytes, each))
    for (let from = 0; from < all.length; from += filesPerRun) {
      const files = all.slice(from, from + filesPerRun)
      // A good file at the end shows that none before it harmed the reader.
      const entries = read([...files, bytes], extension)
      expect(entries).toHaveLength(files.length + 1)
      for (const { pages, error } of entries) {
        if (error)
          expect(error).toEqual({ code: expect.stringMatching(/^document-/), message: expect.stringMatching(/\.$/) })
        else for (const { text, status } of pages ?? []) expect(text !== '').toBe(status === 'read')
      }
      const last = entries.at(-1)
      if (extension === 'pdf') expect(last?.pages?.[0]?.text).toContain('Fact 1.1')
      else expect(last?.error?.code).toBe('document-empty')
    }
  },
  isHeavy ? 7_200_000 : 300_000,
)

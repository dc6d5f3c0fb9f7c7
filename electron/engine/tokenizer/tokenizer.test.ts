import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test, vi } from 'vitest'
import { type MergeTable, mergeBytePairs, stepsPerPause } from './byte-pairs.js'
import { splitLongText } from './split-long-text.js'
import { TokenText } from './token-text.js'
import { Tokenizer } from './tokenizer.js'

const model = new URL('../../../native/tiny-model/model', import.meta.url).pathname
const specialNames = [
  '<|start|>',
  '<|end|>',
  '<|message|>',
  '<|channel|>',
  '<|constrain|>',
  '<|return|>',
  '<|call|>',
  '<|endoftext|>',
]

let tokenizer: Tokenizer
let specialIds: Set<number | undefined>

beforeAll(async () => {
  tokenizer = await Tokenizer.open(model)
  specialIds = new Set(specialNames.map((name) => tokenizer.specialId(name)))
})

function textOf(ids: readonly number[]): string {
  const text = new TokenText(tokenizer.pieces)
  return ids.map((id) => text.push(id)).join('') + text.flush()
}

test('the special tokens are found by name, each with its own id', () => {
  expect(specialIds.size).toBe(specialNames.length)
  expect(specialIds.has(undefined)).toBe(false)
  expect(tokenizer.specialId('<|nonsense|>')).toBeUndefined()
})

test('text that spells special tokens stays text, and decoding returns every text', async () => {
  const unit = fc.oneof(
    fc.constantFrom(...specialNames, '<|', '|>', ' ', '\n', 'start', 'ü', '👍'),
    fc.string({ unit: 'grapheme', maxLength: 2 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(unit, { maxLength: 12 }), async (parts) => {
      const text = Buffer.from(parts.join('')).toString()
      const ids = await tokenizer.encode(text)
      expect(ids.filter((id) => specialIds.has(id))).toEqual([])
      expect(textOf(ids)).toBe(text)
    }),
    { numRuns: 1_000 },
  )
})

test('a special or unknown id has no text', () => {
  for (const id of [...specialIds, -1, 1e9, Number.NaN]) expect(tokenizer.pieces.of(id ?? 0).text).toBe('')
})

const partLength = 16_384

test('cutting a long text at the end of a word changes no token', async () => {
  const text = 'It’s 12:30. “Fine”, he said – don’t wait!\n\n- déjà vu\n\tx = f(y);\r\n好的。再见\n'.repeat(1_200)
  const parts = [...splitLongText(text, partLength)]
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.join('')).toBe(text)
  const whole = await Promise.all(parts.map((part) => tokenizer.encode(part)))
  const cuts = new Set<number>()
  let at = 0
  for (const part of parts) {
    at += part.length
    cuts.add(at)
  }
  // The text around each cut, encoded in one piece, must have a token boundary at the cut too.
  for (const cut of [...cuts].slice(0, -1)) {
    const around = text.slice(cut - 2_000, cut + 2_000)
    const left = await tokenizer.encode(text.slice(cut - 2_000, cut))
    const right = await tokenizer.encode(text.slice(cut, cut + 2_000))
    expect([...left, ...right]).toEqual(await tokenizer.encode(around))
  }
  expect((await tokenizer.encode(text)).length).toBe(whole.flat().length)
})

test('a cut is after a word, and never inside one whose letters have two code units', () => {
  const parts = [...splitLongText('a𐐀1𝟏2 '.repeat(10_000), partLength)]
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.slice(1).every((part) => part.startsWith(' '))).toBe(true)
})

test('the parts of a long text join to the same text, and no part has half a surrogate pair', () => {
  const unit = fc.constantFrom('a', 'word ', '👍', '好', '𝟏', '𐐀', ' ', '\n', '—')
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 7 }), (units, more) => {
      const text = units.join('').repeat(Math.ceil(70_000 / units.length)) + 'x'.repeat(more)
      const parts = [...splitLongText(text, partLength)]
      expect(parts.join('') === text).toBe(true)
      expect(parts.every((part) => !/\p{Surrogate}/u.test(part))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a run of digits of any length is cut into threes from its beginning', async () => {
  const digits = Array.from({ length: 80_000 }, (_, index) => (index * index) % 10).join('')
  const threes: number[] = []
  for (let at = 0; at < digits.length; at += 3) threes.push(...(await tokenizer.encode(digits.slice(at, at + 3))))
  expect(await tokenizer.encode(digits)).toEqual(threes)
})

/** Encodes texts with a fake clock on which each step takes 7 ms. */
async function encodeWithFakeClock(...texts: readonly string[]) {
  // The tokenizer remembers the time.
  const fresh = await Tokenizer.open(model)
  let steps = 0
  let turns = 0
  const count = () => {
    turns++
    timer = setImmediate(count)
  }
  let timer = setImmediate(count)
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => steps++ * 7)
  try {
    const ids: number[] = []
    for (const text of texts) for (const id of await fresh.encode(text)) ids.push(id)
    return { ids, steps, turns }
  } finally {
    clock.mockRestore()
    clearImmediate(timer)
  }
}

test('encoding one character a million times takes linear time and lets the event loop run', async () => {
  const half = await encodeWithFakeClock('a'.repeat(500_000))
  const whole = await encodeWithFakeClock('a'.repeat(1_000_000))
  expect(textOf(whole.ids)).toHaveLength(1_000_000)
  expect(whole.steps / half.steps).toBeCloseTo(2, 0)
  // Spelling, ranking, merging and listing take a step for each 1,024 characters. After three steps, 21 ms, the encoder
  // yields to the event loop.
  expect(whole.turns).toBeGreaterThanOrEqual(Math.floor((2 * 1_000_000) / 1_024 / 4))
})

test('many short texts let the event loop run as one long text does', async () => {
  const { turns } = await encodeWithFakeClock(...Array.from({ length: 400 }, () => 'A short text.'))
  expect(turns).toBeGreaterThanOrEqual(400 / 4)
})

test('no stretch of text makes many look-ups between two pauses, while it is spelled, ranked, merged or listed', () => {
  let lookups = 0
  const table: MergeTable = {
    idOf: () => ++lookups,
    // Merges pairs into pairs of pairs, so that all of them are merged, then nothing.
    rankOf: (left, right) => (++lookups && left.length === right.length && left.length < 16 ? left.length : undefined),
    isWholeFirst: false,
  }
  let before = 0
  let most = 0
  const merging = mergeBytePairs('a'.repeat(200_000), table)
  for (let step = merging.next(); ; step = merging.next()) {
    most = Math.max(most, lookups - before)
    before = lookups
    if (step.done) break
  }
  // A merge looks up both of its neighbours.
  expect(most).toBeLessThanOrEqual(2 * stepsPerPause)
})

test('a long stretch between short ones keeps its place', async () => {
  const parts = ['one two ', 'abc'.repeat(3_000), '. ', 'x'.repeat(40), ' end']
  const [first = '', ...others] = parts
  expect(textOf(await tokenizer.encode(first + others.join('')))).toBe(parts.join(''))
})

test('encoding stops soon after the limit, so that pasted megabytes are refused quickly', async () => {
  const ids = await tokenizer.encode('word '.repeat(200_000), 2_048)
  expect(ids.length).toBeGreaterThan(2_048)
  expect(ids.length).toBeLessThan(40_000)
})

test('count returns the number of encoded tokens', async () => {
  const text = 'Some words, and 12,345 more. '.repeat(5_000)
  expect(await tokenizer.count(text)).toBe((await tokenizer.encode(text)).length)
  expect(await tokenizer.count('')).toBe(0)
})

test('a missing tokenizer is incomplete, and a damaged one is invalid', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-tokenizer-'))
  await expect(Tokenizer.open(folder)).rejects.toMatchObject({ code: 'model-incomplete' })
  await writeFile(join(folder, 'tokenizer.json'), '{"model": {"type": "BPE"')
  await expect(Tokenizer.open(folder)).rejects.toMatchObject({ code: 'model-invalid' })
  await writeFile(join(folder, 'tokenizer.json'), '{"model": {"type": "BPE"}, "added_tokens": []}')
  await expect(Tokenizer.open(folder)).rejects.toMatchObject({ code: 'model-invalid' })
})

test('a tokenizer outside the model’s folder, or one that is not a file, is not opened', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-tokenizer-'))
  await symlink(join(model, 'tokenizer.json'), join(folder, 'tokenizer.json'))
  await expect(Tokenizer.open(folder)).rejects.toMatchObject({ reason: 'path-outside' })
  await rm(join(folder, 'tokenizer.json'))
  await expect(Tokenizer.open(folder)).rejects.toMatchObject({ code: 'model-incomplete', reason: 'file-missing' })
  await mkdir(join(folder, 'tokenizer.json'))
  await expect(Tokenizer.open(folder)).rejects.toMatchObject({ reason: 'not-a-file' })
})

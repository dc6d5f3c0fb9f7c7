import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JsonPart, splitJson } from './split-json.js'

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function partsOf(text: string, size = 7, maxBytes?: number) {
  const parts: Omit<JsonPart, 'bytes'>[] = []
  for await (const { bytes: _, ...part } of splitJson(inChunks(text, size), maxBytes)) parts.push(part)
  return parts
}

const indents = fc.constantFrom(undefined, 1, '\t')

test('a list is read element by element, whatever its values are and wherever chunks end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue()),
      fc.integer({ min: 1, max: 40 }),
      indents,
      async (values, size, indent) => {
        const text = JSON.stringify(values, null, indent)
        const parts = await partsOf(text, size)
        expect(parts).toEqual((JSON.parse(text) as unknown[]).map((value, at) => ({ place: at + 1, value })))
      },
    ),
  )
})

test('an object is read member by member, and lists in it element by element', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.integer({ min: 1, max: 40 }),
      indents,
      async (object, size, indent) => {
        const text = JSON.stringify(object, null, indent)
        const expected = Object.entries(JSON.parse(text) as object).flatMap(([key, value]) =>
          Array.isArray(value) ? value.map((each, at) => ({ key, place: at + 1, value: each })) : [{ key, value }],
        )
        expect(await partsOf(text, size)).toEqual(expected)
      },
    ),
  )
})

test('any bytes end, and none throw', async () => {
  const mess = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', ' ', '1', 'a', 'é') })
  await fc.assert(
    fc.asyncProperty(mess, fc.integer({ min: 1, max: 5 }), async (text, size) => void (await partsOf(text, size))),
  )
})

test('a broken element costs no other', async () => {
  expect(await partsOf('[1, {"a": tru}, [}, 3]')).toMatchObject([
    { place: 1, value: 1 },
    { place: 2, problem: 'It is not valid JSON.' },
    { place: 3, problem: 'It is not valid JSON.' },
    { place: 4, value: 3 },
  ])
  expect(await partsOf('[{"a" 1}, "two", {"b": 2}]')).toMatchObject([
    { problem: expect.any(String) },
    { value: 'two' },
    { value: { b: 2 } },
  ])
})

test('a file that was cut off says so, after what it has', async () => {
  expect(await partsOf('[{"a": 1}, {"b": "…')).toEqual([
    { place: 1, value: { a: 1 } },
    { place: 2, problem: 'The file ends in the middle of it.' },
  ])
})

test('what is too large is passed over without being kept', async () => {
  expect(await partsOf(`["${'x'.repeat(100)}", 2]`, 7, 50)).toEqual([
    { place: 1, problem: 'It is too large.' },
    { place: 2, value: 2 },
  ])
})

test.each(['', '  ', '"text"', '12', 'PK\u0003\u0004', '<html>'])(
  '%j is neither a list nor an object',
  async (text) => {
    expect(await partsOf(text)).toEqual([])
  },
)

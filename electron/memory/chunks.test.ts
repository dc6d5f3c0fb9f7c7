import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChunkRules, chunkRules, maxChunkTokens, nextChunk } from './chunks.js'

const messageEnd = 7

function splitIntoChunks(tokens: readonly number[], rules: ChunkRules) {
  const boundaries: number[] = []
  const ends: number[] = []
  for (let start = 0; start < tokens.length; ) {
    const { end, isBoundary } = nextChunk(tokens, start, tokens.length, rules)
    expect(end).toBeGreaterThan(start)
    expect(end - start).toBeLessThanOrEqual(maxChunkTokens(rules))
    if (isBoundary) boundaries.push(end)
    else expect(end).toBe(tokens.length)
    ends.push(end)
    start = end
  }
  return { boundaries, ends }
}

const tokens = (maxLength: number) => fc.array(fc.integer({ min: 0, max: 40 }), { maxLength })
const someRules = fc.constantFrom('CPU', 'GPU').map((device) => chunkRules(device, messageEnd))

// If a boundary depended on later tokens, a warm run would read other chunks than a cold one.
test('two prompts have the same boundaries within their common beginning', () => {
  fc.assert(
    fc.property(tokens(2_500), tokens(300), tokens(300), someRules, (start, rest, otherRest, rules) => {
      const one = splitIntoChunks([...start, ...rest], rules).boundaries.filter((end) => end <= start.length)
      const other = splitIntoChunks([...start, ...otherRest], rules).boundaries.filter((end) => end <= start.length)
      expect(one).toEqual(other)
    }),
    { numRuns: 300 },
  )
})

test('the end of a message is a boundary, unless the chunk is short', () => {
  const text = (count: number) => new Array<number>(count).fill(1)
  const prompt = [...text(69), messageEnd, ...text(99), messageEnd, ...text(299), messageEnd, ...text(100)]
  expect(splitIntoChunks(prompt, chunkRules('GPU', messageEnd)).boundaries).toEqual([70, 470])
  expect(splitIntoChunks(prompt, chunkRules('CPU', messageEnd)).boundaries).toEqual([
    16, 32, 64, 128, 170, 234, 298, 362, 426, 470, 534,
  ])
  expect(splitIntoChunks(prompt, chunkRules('GPU', undefined)).ends).toEqual([prompt.length])
})

test('a GPU reads shorter chunks far into a long context', () => {
  const { ends } = splitIntoChunks(new Array<number>(36_000).fill(1), chunkRules('GPU', messageEnd))
  expect(ends.slice(0, 2)).toEqual([1_024, 2_048])
  expect(ends.slice(31, 34)).toEqual([32_768, 33_280, 33_792])
})

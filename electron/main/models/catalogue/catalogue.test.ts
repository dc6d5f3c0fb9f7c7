import { expect, test } from 'vitest'
import { type CatalogueEntry, catalogue } from './catalogue.js'

test('ids and repositories are unique, and no sentence is given twice', () => {
  for (const key of ['id', 'name', 'repository', 'goodAt'] as const)
    expect(new Set(catalogue().map((entry) => entry[key])).size).toBe(catalogue().length)
})

/** Bytes of a matrix in `bits`, with a scale and a bias in 16 bits for each 64 numbers. */
const affine = (numbers: number, bits: number) => (numbers * bits) / 8 + (numbers / 64) * 4
/** Four bits, and a scale in 8 bits for each 32 numbers. */
const mxfp4 = (numbers: number) => numbers / 2 + numbers / 32
const bfloat16 = (numbers: number) => numbers * 2

function bytesOf({ shape, bits }: CatalogueEntry): number {
  const { layers, hiddenSize, heads, kvHeads, headDim, vocabSize, experts = 0, hasOwnHead } = shape
  const queries = heads * headDim
  const keys = kvHeads * headDim
  const matrices = experts > 0 || hasOwnHead ? 2 : 1
  const attention = affine(2 * hiddenSize * (queries + keys), bits) + bfloat16(2 * hiddenSize)
  const layer = attention + (experts > 0 ? mixtureBytes(shape, experts, queries, keys) : denseBytes(shape, bits))
  return matrices * affine(vocabSize * hiddenSize, bits) + bfloat16(hiddenSize) + layers * layer
}

function mixtureBytes(shape: CatalogueEntry['shape'], experts: number, queries: number, keys: number): number {
  const { hiddenSize, intermediateSize, heads } = shape
  const router = affine(experts * hiddenSize, 8) + bfloat16(experts)
  const biases = experts * (2 * intermediateSize + hiddenSize) + queries + 2 * keys + hiddenSize
  return 3 * mxfp4(experts * hiddenSize * intermediateSize) + router + bfloat16(biases + heads)
}

const denseBytes = ({ hiddenSize, intermediateSize, headDim, hasQkNorms }: CatalogueEntry['shape'], bits: number) =>
  affine(3 * hiddenSize * intermediateSize, bits) + bfloat16(hasQkNorms ? 2 * headDim : 0)

test.each(catalogue().map((entry) => [entry.id, entry] as const))(
  'the computed size of %s is the sum of its tensors',
  (_, entry) => {
    expect(entry.weightBytes).toEqual({ value: bytesOf(entry), source: 'computed' })
  },
)

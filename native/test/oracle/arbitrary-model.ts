import fc from 'fast-check'
import { type LayerType, layouts, type ModelSpec } from './model-spec.js'

const kinds: readonly LayerType[] = ['sliding_attention', 'full_attention']

/** mlx-lm needs a layer of each kind. */
const layerTypes = fc
  .tuple(fc.array(fc.constantFrom(...kinds), { maxLength: 3 }), fc.shuffledSubarray([...kinds], { minLength: 2 }))
  .map(([more, both]) => [...both, ...more])

/** Groups of 64 elements must fit into each row. */
const heads = fc
  .record({
    kvHeads: fc.constantFrom(1, 2, 3),
    share: fc.constantFrom(1, 2, 4, 8),
    headDim: fc.constantFrom(16, 32, 64),
  })
  .map(({ kvHeads, share, headDim }) => ({ kvHeads, heads: kvHeads * share, headDim }))
  .filter((sizes) => (sizes.heads * sizes.headDim) % 64 === 0 && sizes.heads * sizes.headDim <= 512)

const mixture = fc.record({
  experts: fc.constantFrom(4, 8, 32),
  expertsPerToken: fc.constantFrom(1, 2, 3, 4),
})

export const arbitraryModel: fc.Arbitrary<ModelSpec> = fc
  .record({
    seed: fc.nat(),
    layout: fc.constantFrom(...layouts),
    hiddenSize: fc.constantFrom(64, 128, 192),
    intermediateSize: fc.constantFrom(64, 128),
    layerTypes,
    heads,
    mixture,
    vocabSize: fc.constantFrom(200, 256, 300),
    slidingWindow: fc.constantFrom(8, 16, 128),
    isYarn: fc.boolean(),
    ropeKey: fc.constantFrom('rope_scaling' as const, 'rope_parameters' as const),
    hasModes: fc.boolean(),
    shards: fc.constantFrom(1, 2, 3),
  })
  .map(({ heads, mixture, ...rest }) => ({ ...rest, ...heads, ...mixture, layers: rest.layerTypes.length }))

/** Ids below 200, which every model has. */
export function randomTokens(count: number, seed: number): number[] {
  let state = (seed ^ 0x9e3779b9) >>> 0
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) % 200
  })
}

export interface Reading {
  readonly prompt: readonly number[]
  readonly chunk: number
  readonly continuation: readonly number[]
}

/** Prompts near one or two windows, in chunks that end near the window, with a continuation beyond a ring buffer's end. */
export function arbitraryReading(window: number): fc.Arbitrary<Reading> {
  return fc
    .record({
      length: fc.oneof(fc.integer({ min: 1, max: window }), fc.integer({ min: window + 1, max: 2 * window + 20 })),
      chunk: fc.oneof(fc.constantFrom(window - 1, window, window + 1, 2048), fc.integer({ min: 1, max: 70 })),
      further: fc.constantFrom(0, 3, 45),
      seed: fc.nat(),
    })
    .map(({ length, chunk, further, seed }) => ({
      prompt: randomTokens(length, seed),
      chunk,
      continuation: randomTokens(further, seed + 1),
    }))
}

import fc from 'fast-check'
import { type DenseSpec, denseLayouts } from './dense-spec.js'
import type { LayerType } from './model-spec.js'

const kinds: readonly LayerType[] = ['sliding_attention', 'full_attention']

/** mlx-lm needs a layer with full attention. */
const layerTypes = fc
  .array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 3 })
  .map((types): LayerType[] => [...types, 'full_attention'])

/** Groups of 128 elements must fit into each row. */
const heads = fc
  .record({
    kvHeads: fc.constantFrom(1, 2, 3),
    share: fc.constantFrom(1, 2, 3, 4),
    headDim: fc.constantFrom(16, 32, 64, 80, 128),
  })
  .map(({ kvHeads, share, headDim }) => ({ kvHeads, heads: kvHeads * share, headDim }))
  .filter(({ heads, headDim }) => (heads * headDim) % 128 === 0 && heads * headDim <= 768)

const everyDense = fc.record({
  architecture: fc.constantFrom('llama' as const, 'mistral' as const, 'qwen2' as const, 'qwen3' as const),
  seed: fc.nat(),
  layout: fc.constantFrom(...denseLayouts),
  hiddenSize: fc.constantFrom(128, 256),
  intermediateSize: fc.constantFrom(128, 384),
  types: layerTypes,
  hasTypes: fc.boolean(),
  slidingWindow: fc.constantFrom(8, 16, 128),
  heads,
  vocabSize: fc.constantFrom(200, 256, 300),
  rope: fc.constantFrom('none' as const, 'linear' as const, 'llama3' as const, 'yarn' as const),
  ropeKey: fc.constantFrom('rope_scaling' as const, 'rope_parameters' as const),
  ropeTheta: fc.constantFrom(10_000, 500_000, 1_000_000),
  isTraditional: fc.boolean(),
  isTied: fc.boolean(),
  hasBiases: fc.boolean(),
  shards: fc.constantFrom(1, 2, 3),
})

/** With what the architecture has. */
export const arbitraryDense: fc.Arbitrary<DenseSpec> = everyDense.map(({ types, hasTypes, heads, ...rest }) => {
  const isLlama = rest.architecture === 'llama' || rest.architecture === 'mistral'
  const isQwen2 = rest.architecture === 'qwen2'
  return {
    ...rest,
    ...heads,
    ...(isQwen2 && { hiddenSize: heads.heads * heads.headDim }),
    layers: types.length,
    layerTypes: isLlama && hasTypes ? types : null,
    isTraditional: rest.isTraditional && (isLlama || isQwen2),
    hasBiases: rest.hasBiases && isLlama,
  }
})

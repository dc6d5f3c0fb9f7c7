import type { LayerType } from './model-spec.js'

/** Options of a random dense model for native/test/oracle/dense_models.py. */
export interface DenseSpec {
  readonly architecture: 'llama' | 'mistral' | 'qwen2' | 'qwen3'
  readonly seed: number
  readonly layout: (typeof denseLayouts)[number]
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly layers: number
  /** Null: not in the config. Only llama.py reads them. */
  readonly layerTypes: readonly LayerType[] | null
  readonly slidingWindow: number | null
  readonly heads: number
  readonly kvHeads: number
  /** qwen2.py divides the hidden size instead. */
  readonly headDim: number
  readonly vocabSize: number
  readonly rope: 'none' | 'linear' | 'llama3' | 'yarn'
  readonly ropeKey: 'rope_scaling' | 'rope_parameters'
  readonly ropeTheta: number
  /** Pairs of neighbours instead of halves. Only llama.py and qwen2.py read it. */
  readonly isTraditional: boolean
  readonly isTied: boolean
  /** In attention and MLP. Only llama.py reads it. */
  readonly hasBiases: boolean
  /** Number of weight files; more than one have an index. */
  readonly shards: number
}

const affineLayouts = ([2, 3, 4, 5, 6, 8] as const).flatMap((bits) =>
  ([32, 64, 128] as const).map((group) => `affine-${bits}-${group}` as const),
)

export const denseLayouts = ['bf16', 'mxfp4', 'mxfp8', 'nvfp4', 'mixed', ...affineLayouts] as const

/** A small model in mlx-community's usual packing, with `changes`. */
export function denseSpec(changes: Partial<DenseSpec> = {}): DenseSpec {
  return {
    architecture: 'llama',
    seed: 1,
    layout: 'affine-4-64',
    hiddenSize: 128,
    intermediateSize: 256,
    layers: 3,
    layerTypes: null,
    slidingWindow: null,
    heads: 4,
    kvHeads: 2,
    headDim: 32,
    vocabSize: 256,
    rope: 'none',
    ropeKey: 'rope_scaling',
    ropeTheta: 10_000,
    isTraditional: false,
    isTied: true,
    hasBiases: false,
    shards: 1,
    ...changes,
  }
}

/** What native/test/oracle/models.py makes a random model of. */
export interface ModelSpec {
  readonly seed: number
  readonly layout: (typeof layouts)[number]
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly layers: number
  readonly layerTypes: readonly LayerType[]
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly experts: number
  readonly expertsPerToken: number
  readonly vocabSize: number
  readonly slidingWindow: number
  readonly isYarn: boolean
  readonly ropeKey: 'rope_scaling' | 'rope_parameters'
  /** Whether entries of single modules in the quantization table have a `mode`. */
  readonly namesMode: boolean
  /** Weight files; more than one come with an index. */
  readonly shards: number
}

export type LayerType = 'sliding_attention' | 'full_attention'

export const layouts = ['mxfp4-q4', 'mxfp4-q8', 'affine-4', 'affine-3-32', 'mxfp4', 'bf16', 'raw'] as const

/** What native/test/oracle/adapters.py makes a random LoRA adapter of. */
export interface AdapterSpec {
  readonly seed: number
  readonly rank: number
  readonly scale: number
  /** The last layers that get one. */
  readonly layers: number
  /** Module paths inside a layer, or whole ones outside of the layers. */
  readonly keys: readonly string[]
}

/** A small model as mlx-community packs them, changed by `changes`. */
export function modelSpec(changes: Partial<ModelSpec> = {}): ModelSpec {
  const layers = changes.layers ?? 3
  return {
    seed: 1,
    layout: 'mxfp4-q4',
    hiddenSize: 128,
    intermediateSize: 64,
    layers,
    layerTypes: alternating(layers),
    heads: 4,
    kvHeads: 2,
    headDim: 32,
    experts: 8,
    expertsPerToken: 4,
    vocabSize: 256,
    slidingWindow: 16,
    isYarn: true,
    ropeKey: 'rope_scaling',
    namesMode: true,
    shards: 1,
    ...changes,
  }
}

export function alternating(layers: number): LayerType[] {
  return Array.from({ length: layers }, (_, i) => (i % 2 ? 'full_attention' : 'sliding_attention'))
}

/** Options of a random model for native/test/oracle/models.py. */
export interface ModelSpec {
  readonly seed: number
  readonly layout: (typeof layouts)[number] | 'nvfp4-global' | 'nvfp4-global-unpacked'
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
  /** Whether module entries in the quantization table have a `mode`. */
  readonly hasModes: boolean
  /** Number of weight files; more than one have an index. */
  readonly shards: number
}

export type LayerType = 'sliding_attention' | 'full_attention'

export const layouts = [
  'mxfp4-q4',
  'mxfp4-q8',
  'affine-4',
  'affine-3-32',
  'mxfp4',
  'mxfp8',
  'nvfp4',
  'bf16',
  'raw',
] as const

/** Options of a random adapter for native/test/oracle/adapters.py. */
export interface AdapterSpec {
  /** Its `fine_tune_type`. */
  readonly type: 'lora' | 'dora' | 'full' | null
  readonly seed: number
  readonly rank: number
  readonly scale: number
  /** Number of last layers that get an adapter. */
  readonly layers: number
  /** Module paths: relative inside a layer, absolute outside the layers. */
  readonly keys: readonly string[]
}

/** A small model in mlx-community's packing, with `changes`. */
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
    hasModes: true,
    shards: 1,
    ...changes,
  }
}

export function alternating(layers: number): LayerType[] {
  return Array.from({ length: layers }, (_, i) => (i % 2 ? 'full_attention' : 'sliding_attention'))
}

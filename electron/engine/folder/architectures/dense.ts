import { z } from 'zod'
import type { DenseConfig, PlanConfig } from '../../../../native/index.js'
import { invalidConfig } from '../folder-error.js'
import { checkHeads, contextLength, count, epsilon, flag, layerCount } from './config-values.js'
import { readRope, ropeKeys, ropeTypes } from './rope.js'

/** The keys of config.json that mean the same in every dense model. Keys that mlx-lm does not read never refuse one. */
export const denseKeys = {
  model_type: z.string(),
  num_hidden_layers: layerCount,
  hidden_size: count,
  intermediate_size: count,
  num_attention_heads: count,
  vocab_size: count,
  rms_norm_eps: epsilon,
  max_position_embeddings: contextLength.optional().catch(undefined),
  tie_word_embeddings: flag.optional(),
  ...ropeKeys,
}

const denseFile = z.object(denseKeys)

/** What the dense architectures differ in. */
export interface DenseOptions {
  readonly name: string
  readonly kvHeads: number
  /** Default: the hidden size divided among the heads. */
  readonly headDim?: number
  /** What an absent `max_position_embeddings` means. */
  readonly usualContextLength: number
  /** What an absent `rope_theta` means; undefined if it must be there. */
  readonly usualTheta?: number
  readonly hasTraditionalRope?: boolean
  readonly slidingWindow?: number | undefined
  /** Default: no layer slides. */
  readonly isSliding?: readonly boolean[]
  readonly dense: DenseConfig
}

/** Throws `config-value` or `rope-unsupported`. */
export function denseConfig(file: z.infer<typeof denseFile>, options: DenseOptions): PlanConfig {
  const { name, kvHeads, isSliding, usualContextLength, usualTheta, slidingWindow } = options
  const heads = file.num_attention_heads
  const headDim = options.headDim ?? Math.floor(file.hidden_size / heads)
  checkHeads(heads, kvHeads, headDim)
  if (isSliding?.includes(true) && slidingWindow === undefined) throw invalidConfig('sliding_window')
  const layers = isSliding?.length ?? file.num_hidden_layers
  return {
    modelType: file.model_type,
    layers,
    hiddenSize: file.hidden_size,
    intermediateSize: file.intermediate_size,
    heads,
    kvHeads,
    headDim,
    vocabSize: file.vocab_size,
    contextLength: file.max_position_embeddings ?? usualContextLength,
    ...(slidingWindow !== undefined && { slidingWindow }),
    isSliding: isSliding ?? Array.from({ length: layers }, () => false),
    rmsNormEps: file.rms_norm_eps,
    ...readRope(file, { name, ...(usualTheta !== undefined && { usualTheta }), types: ropeTypes }),
    hasTraditionalRope: options.hasTraditionalRope ?? false,
    hasTiedEmbeddings: file.tie_word_embeddings ?? true,
    dense: options.dense,
  }
}

/** There are thousands of dense models, so none is named. */
export const suggestDense = () => 'its version for MLX from mlx-community'

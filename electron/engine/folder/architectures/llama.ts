import { z } from 'zod'
import type { Architecture } from './architecture.js'
import { count, flag, layerTypes, maxSize, parseValues } from './config-values.js'
import { denseConfig, denseKeys, suggestDense } from './dense.js'

const configFile = z.looseObject({
  ...denseKeys,
  num_key_value_heads: count.nullish(),
  // mlx-lm takes 0 for absent.
  head_dim: z.int().min(0).max(maxSize).nullish(),
  attention_bias: flag.default(false),
  mlp_bias: flag.default(false),
  rope_traditional: z.boolean().default(false),
  layer_types: layerTypes.min(1).nullish(),
  sliding_window: z.unknown().optional(),
})

/** mlx-lm's llama.py, which also runs Mistral: a window counts only for the layers that `layer_types` names. */
function llamaOf(name: string, usualContextLength: number): Architecture {
  return {
    name,
    suggestion: suggestDense,
    parse: (config) => {
      const file = parseValues(configFile, config)
      const { layer_types: types, attention_bias: hasBiases } = file
      return denseConfig(file, {
        name,
        kvHeads: file.num_key_value_heads ?? file.num_attention_heads,
        ...(file.head_dim && { headDim: file.head_dim }),
        usualContextLength,
        usualTheta: 10_000,
        hasTraditionalRope: file.rope_traditional,
        ...(types && {
          isSliding: types.map((type) => type === 'sliding_attention'),
          slidingWindow: count.safeParse(file.sliding_window).data,
        }),
        dense: {
          hasQkvBiases: hasBiases,
          hasOutputBias: hasBiases,
          hasMlpBiases: file.mlp_bias,
          hasQkNorms: false,
        },
      })
    },
  }
}

// The contexts are those of transformers, which leaves out its defaults.
export const llama = llamaOf('Llama', 2_048)
export const mistral = llamaOf('Mistral', 131_072)

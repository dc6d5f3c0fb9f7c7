import { z } from 'zod'
import type { Architecture } from './architecture.js'
import { count, flag, parseValues } from './config-values.js'
import { denseConfig, denseKeys, suggestDense } from './dense.js'

const name = 'Qwen 3'

const configFile = z.looseObject({
  ...denseKeys,
  num_key_value_heads: count,
  head_dim: count,
  tie_word_embeddings: flag,
})

/** mlx-lm's qwen3.py, which reads no window and no `attention_bias`. */
export const qwen3: Architecture = {
  name,
  suggestion: suggestDense,
  parse: (config) => {
    const file = parseValues(configFile, config)
    return denseConfig(file, {
      name,
      kvHeads: file.num_key_value_heads,
      headDim: file.head_dim,
      usualContextLength: 32_768,
      dense: { hasQkvBiases: false, hasOutputBias: false, hasMlpBiases: false, hasQkNorms: true },
    })
  },
}

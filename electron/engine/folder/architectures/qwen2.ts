import { z } from 'zod'
import type { Architecture } from './architecture.js'
import { count, parseValues } from './config-values.js'
import { denseConfig, denseKeys, suggestDense } from './dense.js'

const name = 'Qwen 2'

const configFile = z.looseObject({
  ...denseKeys,
  num_key_value_heads: count,
  rope_traditional: z.boolean().default(false),
})

/** mlx-lm's qwen2.py, which reads no `head_dim` and no window. */
export const qwen2: Architecture = {
  name,
  suggestion: suggestDense,
  parse: (config) => {
    const file = parseValues(configFile, config)
    return denseConfig(file, {
      name,
      kvHeads: file.num_key_value_heads,
      usualContextLength: 32_768,
      usualTheta: 1_000_000,
      hasTraditionalRope: file.rope_traditional,
      dense: { hasQkvBiases: true, hasOutputBias: false, hasMlpBiases: false, hasQkNorms: false },
    })
  },
}

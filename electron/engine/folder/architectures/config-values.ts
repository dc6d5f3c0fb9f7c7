import { z } from 'zod'
import { invalidConfig } from '../folder-error.js'
import type { Json } from './architecture.js'

// Far above any model, and low enough that shapes, and the products checked below, stay within 32 bits.
export const maxSize = 1_048_576
export const count = z.int().min(1).max(maxSize)
export const layerCount = count.max(1024)
export const contextLength = count.max(16_777_216)
// Within float32's range, with room for products.
export const positive = z.number().min(1e-12).max(1e12)
export const epsilon = z.number().min(1e-38).max(1e12)
export const layerTypes = z.array(z.enum(['sliding_attention', 'full_attention']))

/** A value that mlx-lm takes as true or false; null is false. */
export const flag = z.union([z.boolean(), z.number(), z.null()]).transform(Boolean)

/** Throws `config-value` with the key of the first value that does not fit. */
export function parseValues<T extends z.ZodType>(schema: T, config: Json): z.infer<T> {
  // Compiling the schema takes longer than using it once.
  const parsed = schema.safeParse(config, { jitless: true })
  if (!parsed.success) throw invalidConfig(parsed.error.issues[0]?.path.join('.') ?? 'config')
  return parsed.data
}

/** Throws `config-value` for heads that can't be grouped, rotated or stored. */
export function checkHeads(heads: number, kvHeads: number, headDim: number): void {
  if (heads % kvHeads !== 0) throw invalidConfig('num_key_value_heads')
  if (headDim < 2 || headDim % 2 !== 0 || heads * headDim > maxSize) throw invalidConfig('head_dim')
}

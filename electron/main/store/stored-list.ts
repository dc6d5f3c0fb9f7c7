import type { z } from 'zod'
import { fromJson } from './stored-reply.js'

/** Drops what is damaged, so that one field does not cost the conversation. */
export function readArray<T>(schema: z.ZodType<T>, stored: string): readonly T[] {
  const items = fromJson(stored)
  if (!Array.isArray(items)) return []
  return items.flatMap((item) => {
    const read = schema.safeParse(item)
    return read.success ? [read.data] : []
  })
}

/** Like `readArray`, for long lists: a schema would take most of the time. */
export function readTexts(stored: string): readonly string[] {
  const items = fromJson(stored)
  return Array.isArray(items) ? items.filter((item) => typeof item === 'string') : []
}

import { z } from 'zod'
import type { Recipe, ReplyStatistics, SeenDocument } from '../../../contract/chat.js'
import { initialSettings } from '../../../contract/settings.js'
import { isObject, readTolerant } from '../files/read-tolerant.js'
import { replySettingsSchema } from '../settings/settings-schema.js'

const whole = z.number().int().nonnegative()

const place = { messageId: z.string(), documentId: z.string() }
const pieceSchema = z.object({ page: whole, passage: whole, start: whole, end: whole })

const seenDocumentSchema = z.preprocess(
  // The first version that had documents called it `view`.
  (stored) => (isObject(stored) && 'view' in stored ? { sees: stored.view, ...stored } : stored),
  z.discriminatedUnion('sees', [
    z.object({ ...place, sees: z.literal('whole') }),
    z.object({ ...place, sees: z.literal('passages'), pieces: z.array(pieceSchema), partsRead: whole.optional() }),
    z.object({ ...place, sees: z.literal('summary') }),
    z.object({ ...place, sees: z.literal('gone') }),
  ]),
) satisfies z.ZodType<SeenDocument>

const recipeSchema = z.object({
  ...replySettingsSchema.shape,
  seed: whole,
  date: z.iso.date(),
  told: z.object({
    afterId: z.string().nullable(),
    summary: z.string().nullable(),
    jobIds: z.array(z.string()),
    documents: z.array(seenDocumentSchema).optional(),
    batches: z.record(z.string(), z.string()).optional(),
    heldIds: z.array(z.string()).optional(),
  }),
  modelId: z.string().optional(),
  opening: z.enum(['reasoning', 'answer']).optional(),
  readsAll: z.literal(true).optional(),
  reasoningControl: z.enum(['model', 'skipped', 'ended-by-user']),
}) satisfies z.ZodType<Recipe>

const { seed: _, ...settings } = initialSettings.defaults
const defaults: Readonly<Record<string, unknown>> = { ...settings, reasoningControl: 'model' }

/**
 * A setting that is missing, because an earlier version did not have it, gets its default. Undefined when a field is
 * damaged, or when the seed, the day or the context is missing: a reply that is made again would differ from the first.
 */
export function readRecipe(stored: string | null): Recipe | undefined {
  const found = fromJson(stored)
  return isObject(found) ? recipeSchema.safeParse({ ...defaults, ...found }).data : undefined
}

const statisticsSchema = z.object({
  promptTokens: whole,
  cachedTokens: whole,
  replyTokens: whole,
  reasoningTokens: whole,
  firstTokenMs: z.number(),
  tokensPerSecond: z.number(),
  endReason: z.enum(['stop', 'length', 'cancelled']),
  leftOutTokens: whole.optional(),
  isMalformed: z.boolean().optional(),
}) satisfies z.ZodType<ReplyStatistics>

/** Undefined where a figure is damaged that would be shown wrong. */
export const readStatistics = (stored: string | null): ReplyStatistics | undefined =>
  readTolerant(statisticsSchema, fromJson(stored), { cachedTokens: 0, reasoningTokens: 0 })

/** The JSON to store: what a later version stored beside the known keys stays. */
export function withUnknownKeys(stored: string | null, known: object): string {
  const before = fromJson(stored)
  return JSON.stringify({ ...(isObject(before) && before), ...known })
}

/** Undefined for what is no JSON. */
export function fromJson(stored: string | null): unknown {
  if (stored === null) return undefined
  try {
    return JSON.parse(stored)
  } catch {
    return undefined
  }
}

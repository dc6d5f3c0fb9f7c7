import { z } from 'zod'
import { type DrawerMessage, maxDrawnItems, maxDrawnTextLength } from '../../../contract/drawing.js'
import { readFailures } from '../../../contract/reader.js'
import { drawerLimits, resultLimits } from './limits.js'
import { isPlainPng } from './plain-png.js'
import { unreadableError } from './reader.js'

const { maxCoordinate, maxTextLength } = drawerLimits

const coordinate = z.number().min(-maxCoordinate).max(maxCoordinate)
const length = z.number().min(0).max(maxCoordinate)
const offset = z.number().int().nonnegative()
const itemSchema = z.object({
  text: z.string().min(1).max(maxDrawnTextLength),
  x: coordinate,
  y: coordinate,
  width: length,
  height: length,
  endsLine: z.boolean(),
})
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('piece'), from: offset, to: offset }),
  z.object({ type: z.literal('opened'), pageCount: z.number().int().min(1).max(resultLimits.maxPages) }),
  z.object({ type: z.literal('failed'), code: z.enum([...readFailures, 'unknown']) }),
  z.object({
    type: z.literal('drawn'),
    page: z.object({
      width: length.positive(),
      height: length.positive(),
      png: z.instanceof(Uint8Array).refine(isPlainPng),
      items: z
        .array(itemSchema)
        .max(maxDrawnItems)
        .refine((items) => items.reduce((sum, { text }) => sum + text.length, 0) <= maxTextLength),
    }),
  }),
  z.object({ type: z.literal('undrawn') }),
])

/** Checks what a window sends whose document may control it. Throws `document-unreadable`. */
export function parseDrawerMessage(message: unknown): DrawerMessage {
  const parsed = messageSchema.safeParse(message)
  if (!parsed.success) throw unreadableError()
  return parsed.data
}

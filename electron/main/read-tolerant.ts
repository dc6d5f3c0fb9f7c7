import { z } from 'zod'

/**
 * Reads what another version of Parley may have stored. A field that is missing or damaged gets its default, one that
 * the schema does not know is dropped; the others stay. An object within is read in the same way if it has a default.
 * Undefined when a field is neither valid nor optional nor has a default.
 */
export function readTolerant<Shape extends z.ZodRawShape, T extends z.output<z.ZodObject<Shape>>>(
  schema: z.ZodObject<Shape>,
  stored: unknown,
  defaults: T,
): T
export function readTolerant<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  stored: unknown,
  defaults: Partial<z.output<z.ZodObject<Shape>>>,
): z.output<z.ZodObject<Shape>> | undefined
export function readTolerant(
  schema: z.ZodObject,
  stored: unknown,
  defaults: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  // The common case, five times as quick: a long conversation has thousands of recipes.
  const whole = schema.safeParse(stored)
  if (whole.success) return whole.data
  const given = isObject(stored) ? stored : {}
  const read: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = readField(field, given[name], defaults[name])
    if (value !== undefined) read[name] = value
    else if (!z.safeParse(field, undefined).success) return undefined
  }
  return read
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readField(schema: z.core.$ZodType, stored: unknown, byDefault: unknown): unknown {
  if (schema instanceof z.ZodObject && isObject(byDefault)) return readTolerant(schema, stored, byDefault)
  const parsed = z.safeParse(schema, stored)
  return parsed.success && parsed.data !== undefined ? parsed.data : byDefault
}

import { z } from 'zod'

/**
 * Reads an object that another version of Parley may have stored. A missing or invalid field gets its default, an unknown
 * field is dropped. A nested object with a default is read in the same way. Returns undefined when a required field is
 * invalid and has no default.
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
  // The common case, five times faster: a long conversation has thousands of recipes.
  const whole = schema.safeParse(stored)
  if (whole.success) return whole.data
  const fields = isObject(stored) ? stored : {}
  const read: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = readField(field, fields[name], defaults[name])
    if (value !== undefined) read[name] = value
    else if (!z.safeParse(field, undefined).success) return undefined
  }
  return read
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readField(schema: z.core.$ZodType, stored: unknown, defaultValue: unknown): unknown {
  if (schema instanceof z.ZodObject && isObject(defaultValue)) return readTolerant(schema, stored, defaultValue)
  const parsed = z.safeParse(schema, stored)
  return parsed.success && parsed.data !== undefined ? parsed.data : defaultValue
}

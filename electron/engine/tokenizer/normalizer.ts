import { z } from 'zod'
import type { Place } from './place.js'

const text = z.string().min(1)
const plain = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('NFC') }),
  z.looseObject({ type: z.literal('Prepend'), prepend: text }),
  z.looseObject({ type: z.literal('Replace'), pattern: z.object({ String: text }), content: z.string() }),
])

const normalizer = z
  .union([plain.transform((one) => [one]), z.looseObject({ type: z.literal('Sequence'), normalizers: z.array(plain) })])
  .nullable()

/** Changes a text before it is cut. */
export type Normalize = (text: string, place: Place) => string

/** Throws `ZodError` for a step that Parley doesn't know. */
export function readNormalizer(json: unknown): Normalize {
  const read = normalizer.parse(json ?? null)
  const steps = read === null ? [] : Array.isArray(read) ? read : read.normalizers
  return (given, place) => {
    let changed = given
    for (const step of steps) {
      switch (step.type) {
        case 'NFC':
          changed = changed.normalize('NFC')
          break
        case 'Prepend':
          if (changed !== '' && place !== 'inside') changed = step.prepend + changed
          break
        case 'Replace':
          changed = changed.replaceAll(step.pattern.String, () => step.content)
          break
      }
    }
    return changed
  }
}

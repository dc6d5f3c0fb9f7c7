import { z } from 'zod'
import type { SignOff } from '../../../contract/reviews.js'
import { fromJson } from './stored-reply.js'

const signOffSchema = z.object({
  by: z.string().min(1),
  at: z.number().int().nonnegative(),
}) satisfies z.ZodType<SignOff>

/** Undefined where a field is damaged: a name without its day, or a day without a name, would say what nobody has said. */
export const readSignOff = (stored: string | null): SignOff | undefined =>
  stored === null ? undefined : signOffSchema.safeParse(fromJson(stored)).data

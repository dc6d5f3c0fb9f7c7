import { z } from 'zod'
import { type Claim, type Claims, isClaimState, type SignOff } from '../../../contract/reviews.js'
import { fromJson } from './stored-reply.js'

const signOffSchema = z.object({
  by: z.string().min(1),
  at: z.number().int().nonnegative(),
}) satisfies z.ZodType<SignOff>

/** Undefined where a field is damaged: a name without its day, or a day without a name, would say what nobody has said. */
export const readSignOff = (stored: string | null): SignOff | undefined =>
  stored === null ? undefined : signOffSchema.safeParse(fromJson(stored)).data

const claimSchema = z.object({
  text: z.string().min(1),
  // What a later version calls it is not known here.
  state: z.custom<Claim['state']>(isClaimState).catch('unchecked'),
})

const claimsSchema = z.object({ foundBy: z.enum(['words', 'model']).catch('words'), list: z.array(z.unknown()) })

/** Drops damaged claims. Undefined when there is no list. */
export function readClaims(stored: string | null): Claims | undefined {
  const found = stored === null ? undefined : claimsSchema.safeParse(fromJson(stored)).data
  if (!found) return undefined
  return { foundBy: found.foundBy, list: found.list.flatMap((claim) => claimSchema.safeParse(claim).data ?? []) }
}

import { z } from 'zod'
import type { Verdict } from '../../../contract/content-filter.js'
import { readTolerant } from '../files/read-tolerant.js'
import { fromJson } from './stored-reply.js'

const verdictSchema = z.object({
  outcome: z.enum(['waiting', 'allowed', 'flagged', 'unchecked']),
  reason: z.string(),
  rules: z.array(z.string()),
  answer: z.string().optional(),
  model: z.string().optional(),
  policyId: z.string(),
  isHeld: z.literal(true).optional(),
  isReleased: z.literal(true).optional(),
}) satisfies z.ZodType<Verdict>

/** A damaged decision is none: the message then counts as one that could not be checked. */
const unknown: Verdict = {
  outcome: 'unchecked',
  reason: 'What the content filter decided can’t be read any more.',
  rules: [],
  policyId: '',
}

/** Undefined for a message that the filter has nothing to do with. */
export const readVerdict = (stored: string | null): Verdict | undefined =>
  stored === null ? undefined : asVerdict(fromJson(stored))

export const asVerdict = (value: unknown): Verdict => readTolerant(verdictSchema, value, { ...unknown, rules: [] })

/** The reason of a message whose check was not done. */
export const checkStopped = 'The check was stopped before it was done.'

/** A held reply in SQL, of the table `messages`. */
export const isHeldReply = `role = 'assistant' AND verdict IS NOT NULL AND json_extract(verdict, '$.isHeld')`

import { z } from 'zod'
import type { Verdict } from '../../../contract/content-filter.js'

/** What the model wrote in a check. */
export interface CheckAnswer {
  readonly text: string
  /** False when it ended at its limit, or broke its format. */
  readonly isWhole: boolean
}

type Decision = Pick<Verdict, 'outcome' | 'reason' | 'rules' | 'answer'>

const maxReasonLength = 2_000
const maxRules = 20
const maxRuleLength = 100
const maxKeptAnswerLength = 4_000

const answerSchema = z.object({
  violation: z.literal([0, 1]),
  rule_ids: z.array(z.string()).default([]),
  rationale: z.string().trim().min(1),
})

/**
 * Reads the answer of a check, which may be anything: content that was judged can have talked the model into it. Only one
 * JSON object in the required form is a decision.
 */
export function readAnswer({ text, isWhole }: CheckAnswer): Decision {
  const found = isWhole ? answerSchema.safeParse(jsonIn(text)).data : undefined
  if (!found) {
    const reason = isWhole
      ? 'The model gave no answer in the form that Parley asked for.'
      : 'The model did not come to an end.'
    return { outcome: 'unchecked', reason, rules: [], answer: text.trim().slice(0, maxKeptAnswerLength) }
  }
  return {
    outcome: found.violation === 1 ? 'flagged' : 'allowed',
    reason: found.rationale.slice(0, maxReasonLength),
    rules: found.rule_ids
      .map((rule) => rule.trim().slice(0, maxRuleLength))
      .filter((rule) => rule !== '')
      .slice(0, maxRules),
  }
}

/** The whole text as JSON, also in a fence. Undefined where a decision stands in it twice: JSON.parse would take the last. */
function jsonIn(text: string): unknown {
  const fenced = /^```(?:json)?\n(.*)\n```$/s.exec(text.trim())
  const json = fenced?.[1] ?? text
  if (json.match(/"violation"\s*:/g)?.length !== 1) return undefined
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

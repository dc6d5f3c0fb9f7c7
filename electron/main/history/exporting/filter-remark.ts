import type { Verdict } from '../../../../contract/content-filter.js'

const outcomes: Readonly<Record<Verdict['outcome'], string>> = {
  waiting: 'not checked',
  allowed: 'allowed',
  flagged: 'flagged',
  unchecked: 'could not be checked',
}

/** A line for the reader of an export, without the reason, which may repeat what was held. */
export function filterRemark({ outcome, rules, isHeld, isReleased }: Verdict, isQuestion: boolean): string {
  const named = rules.length > 0 && outcome === 'flagged' ? ` (${rules.join(', ')})` : ''
  const held = isQuestion ? ' The message was not sent.' : ' The reply is held, and not in this file.'
  const released = isQuestion ? ' It was sent anyway.' : ' It was shown anyway.'
  return `Content filter: ${outcomes[outcome]}${named}.${isHeld ? held : isReleased ? released : ''}`
}

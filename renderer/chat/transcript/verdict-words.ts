import type { Verdict } from '../../../contract/content-filter.js'

const outcomes: Readonly<Record<Verdict['outcome'], string>> = {
  waiting: 'Waiting for the content filter',
  allowed: 'Allowed by the content filter',
  flagged: 'Flagged by the content filter',
  unchecked: 'Could not be checked',
}

/** What the content filter decided, and what became of the message. */
export function verdictWords({ outcome, isHeld, isReleased }: Verdict, isQuestion: boolean): string {
  const [held, released] = isQuestion ? [', not sent', ', sent anyway'] : [', not shown', ', shown anyway']
  return `${outcomes[outcome]}${isHeld ? held : isReleased ? released : ''}`
}

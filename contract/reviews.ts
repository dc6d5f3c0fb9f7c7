/** A person has looked at a reply and answers for it. */
export interface SignOff {
  readonly by: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export const maxReviewerCharacters = 120

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' })

/** "Reviewed by Dr Ode on November 30, 2026" */
export const signOffInWords = ({ by, at }: SignOff) => `Reviewed by ${by} on ${day.format(at)}`

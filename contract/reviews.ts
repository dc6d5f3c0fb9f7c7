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

/** What a person found when they looked a claim up. */
export const claimStates = { unchecked: 'Unchecked', right: 'Right', wrong: 'Wrong', unsure: 'Unsure' } as const

export type ClaimState = keyof typeof claimStates

export const isClaimState = (value: unknown): value is ClaimState =>
  typeof value === 'string' && Object.hasOwn(claimStates, value)

/** A sentence of a reply that states a fact. */
export interface Claim {
  /** The sentence as it is shown, without Markdown. Each is in a list once. */
  readonly text: string
  readonly state: ClaimState
}

/** What is to be looked up in a reply. */
export interface Claims {
  /** `words`: by numbers, dates, names and the like alone. `model`: a model has added to those. */
  readonly foundBy: 'words' | 'model'
  readonly list: readonly Claim[]
}

/** "8 claims: 2 right, 1 wrong, 5 unchecked" */
export function claimsInWords({ list }: Claims): string {
  if (list.length === 0) return 'No claims found'
  const states = ['right', 'wrong', 'unsure', 'unchecked'] as const
  const counts = states.flatMap((wanted) => {
    const count = list.filter(({ state }) => state === wanted).length
    return count === 0 ? [] : [`${count} ${claimStates[wanted].toLowerCase()}`]
  })
  return `${list.length === 1 ? '1 claim' : `${list.length} claims`}: ${counts.join(', ')}`
}

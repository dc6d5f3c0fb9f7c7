import { test } from 'vitest'

/**
 * `npm run test:heavy -- small-model` runs the specs with a real model in place of the demonstration model, which then has
 * this name in the environment.
 */
export const hasOtherModel = process.env.PARLEY_TEST_MODEL === 'small'

/** Bounds the replies of a slower model, so that no test has to wait longer. */
export const maxReplyTokens = hasOtherModel ? 40 : Number.POSITIVE_INFINITY

/** What a test may need that only the demonstration model has. */
type Need =
  /** A choice of effort. A model that does not reason has none. */
  | 'effort'
  /** Harmony's markers and words in the prompt. */
  | 'harmony'
  /** Texts of the length that fills its context, counted with its vocabulary. */
  | 'context'
  /** A model of the test's own, made from it, whose reply does not end, or whose load takes long. */
  | 'endless'
  /** Its speed: the test waits for thousands of tokens. */
  | 'speed'

type Register = (name: string, work: () => Promise<void>) => void

/** Registers a test for which a reply of any model is not enough. */
export function testWith(_need: Need): Register {
  return hasOtherModel ? () => {} : (name, work) => void test(name, work)
}

/** A word that the model itself found unlikely. */
export interface DoubtfulWord {
  /** Place in the reply's text, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** From 0 to 1: how likely it was to the model, at temperature 1, after all that stands before it. */
  readonly chance: number
}

export interface Doubts {
  /** The model that weighed the words. */
  readonly modelName: string
  /** In the order of the text. */
  readonly words: readonly DoubtfulWord[]
}

/** A word that was less likely than this is doubtful. */
export const doubtfulBelow = 0.2

const word = /[\p{L}\p{M}\p{N}]+(?:['’.,:-][\p{L}\p{M}\p{N}]+)*/gu

/** The words of a text, with numbers like 1,200.50 and names like O’Neill whole. */
export const wordsOf = (text: string): readonly { readonly start: number; readonly end: number }[] =>
  [...text.matchAll(word)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }))

import type { Normalize } from './normalizer.js'
import type { Cut, Metaspace } from './pre-tokenizer.js'
import { isolating, matchesOf } from './pre-tokenizer.js'

// SentencePiece's way to spell text: `▁` is a space, and stands before the first word too.

/** Adds what a Metaspace step does to the characters of a text. */
export function withSpaces(normalize: Normalize, space: Metaspace | undefined): Normalize {
  if (space === undefined) return normalize
  return (given, place) => {
    const text = normalize(given, place).replaceAll(' ', '▁')
    const scheme = space.prepend_scheme
    const isPrefixed = scheme === 'always' ? place !== 'inside' : scheme === 'first' && place === 'start'
    return !isPrefixed || text === '' || text.startsWith('▁') ? text : `▁${text}`
  }
}

/**
 * Cuts text before each `▁` if the file does so. Else it would be merged as a whole: a cut before a word changes nothing,
 * and saves time, unless a token goes on over a `▁`.
 */
export function cutAtSpaces(isSplit: boolean, vocab: Readonly<Record<string, number>>): Cut {
  if (isSplit) return matchesOf(/▁[^▁]*|[^▁]+/gu)
  for (const token in vocab) if (/[^▁]▁/u.test(token)) return (text) => [text]
  return isolating(/▁*[^▁]+/gu)
}

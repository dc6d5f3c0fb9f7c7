import { matchesOf } from './pre-tokenizer.js'
import { RankTable } from './rank-table.js'
import { o200kPattern, splitPattern } from './split-pattern.js'
import { bytesBySpelling, type Vocabulary } from './vocabulary.js'

/** Spells each byte as the character with the same code. */
const alphabet = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))

const firstSpecial = 199_998
const specialCount = 201_088 - firstSpecial

const namedSpecials: Readonly<Record<number, string>> = {
  199998: '<|startoftext|>',
  199999: '<|endoftext|>',
  200002: '<|return|>',
  200003: '<|constrain|>',
  200005: '<|channel|>',
  200006: '<|start|>',
  200007: '<|end|>',
  200008: '<|message|>',
  200012: '<|call|>',
  200018: '<|endofprompt|>',
}

const plainFlags = { isNormalized: false, stripsLeft: false, stripsRight: false, isSingleWord: false }

/** Returns o200k_harmony, the vocabulary of gpt-oss, from tiktoken's `o200k_base.tiktoken`, whose ranks are the ids. */
export function o200kHarmony(rankFile: Buffer): Vocabulary {
  const table = new RankTable(rankFile)
  const idOf = (spelling: string) => table.rankOf(spelling)
  return {
    alphabet,
    normalize: (text) => text,
    cut: matchesOf(splitPattern(o200kPattern)),
    merges: { idOf, rankOf: (left, right) => idOf(left + right), isWholeFirst: true },
    added: new Map(
      Array.from({ length: specialCount }, (_, index) => {
        const id = firstSpecial + index
        const content = namedSpecials[id] ?? `<|reserved_${id}|>`
        return [content, { ...plainFlags, id, content, isSpecial: true }]
      }),
    ),
    words: [],
    idCount: firstSpecial,
    bytesOf: bytesBySpelling(alphabet, (id) => table.tokenAt(id)),
  }
}

import { o200kPattern, splitPattern } from './split-pattern.js'
import { bytesBySpelling, type Vocabulary } from './vocabulary.js'

/** Bytes as the characters of the same number. */
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

/**
 * o200k_harmony, the vocabulary of gpt-oss, from tiktoken's `o200k_base.tiktoken`: a line `BASE64 RANK` for each token,
 * in the order of ranks, which are the ids. What parsing doesn't need is read when it is first asked for.
 */
export function o200kHarmony(rankFile: string): Vocabulary {
  const lines = rankFile.trimEnd().split('\n')
  const spellingOf = (id: number) => {
    const line = lines[id]
    return line === undefined ? undefined : atob(line.slice(0, line.indexOf(' ')))
  }
  let ids: Map<string, number> | undefined
  const idOf = (spelling: string) => {
    ids ??= new Map(lines.map((line, id) => [atob(line.slice(0, line.indexOf(' '))), id]))
    return ids.get(spelling)
  }
  return {
    alphabet,
    pattern: splitPattern(o200kPattern),
    merges: { idOf, rankOf: (left, right) => idOf(left + right), isWholeFirst: true },
    specials: new Map(
      Array.from({ length: specialCount }, (_, index) => {
        const id = firstSpecial + index
        return [namedSpecials[id] ?? `<|reserved_${id}|>`, id]
      }),
    ),
    bytesOf: bytesBySpelling(alphabet, spellingOf),
  }
}

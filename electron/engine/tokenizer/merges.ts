import { z } from 'zod'
import type { MergeTable } from './byte-pairs.js'
import { invalidTokenizer, parseJson } from './tokenizer-json.js'

const mergeList = z.array(z.union([z.string(), z.tuple([z.string(), z.string()])]))

/**
 * Training creates one merge per token. A vocabulary that was converted from ranks lists every split of every token,
 * in the order of ids. Then the rank of a merge is the id of its result, and the long list need not be read.
 * @param idOf undefined for a marker
 * @param options.markers spellings that no merge may lead to
 * @param options.maxTokens an upper bound of the number of tokens
 */
export function mergeTable(
  merges: Merges,
  idOf: (spelling: string) => number | undefined,
  { markers, maxTokens, ignoresMerges }: MergeOptions,
): MergeTable {
  if (merges.count > maxTokens) return { idOf, rankOf: (left, right) => idOf(left + right), isWholeFirst: true }
  const list = mergeList.safeParse(parseJson(merges.json))
  if (!list.success) throw invalidTokenizer(list.error)
  const ranks = new Map(list.data.map((merge, rank) => [typeof merge === 'string' ? merge : merge.join(' '), rank]))
  for (const marker of markers)
    for (let at = 1; at < marker.length; at++) ranks.delete(`${marker.slice(0, at)} ${marker.slice(at)}`)
  return { idOf, rankOf: (left, right) => ranks.get(`${left} ${right}`), isWholeFirst: ignoresMerges }
}

interface MergeOptions {
  readonly markers: readonly string[]
  readonly maxTokens: number
  readonly ignoresMerges: boolean
}

interface Merges {
  readonly json: Buffer
  readonly count: number
}

const [quote, backslash, opening, closing] = [0x22, 0x5c, 0x5b, 0x5d]

/** Separates the list of merges, which is most of the file, from the rest. Decodes neither. */
export function cutMerges(file: Buffer): { rest: Buffer; merges: Merges } {
  const start = findMerges(file)
  if (start === undefined) return { rest: file, merges: { json: Buffer.from('[]'), count: 0 } }
  let depth = 0
  let maxDepth = 0
  let strings = 0
  for (let at = start; at < file.length; at++) {
    const byte = file[at]
    if (byte === quote) {
      at = endOfString(file, at)
      strings++
    } else if (byte === opening) maxDepth = Math.max(maxDepth, ++depth)
    else if (byte === closing && --depth === 0) {
      const rest = Buffer.concat([file.subarray(0, start), Buffer.from('[]'), file.subarray(at + 1)])
      // Older files have a string for each merge, newer ones a pair of strings.
      return { rest, merges: { json: file.subarray(start, at + 1), count: maxDepth > 1 ? strings / 2 : strings } }
    }
  }
  throw invalidTokenizer('The list of merges has no end.')
}

/** Only a tokenizer of another kind has none. */
function findMerges(file: Buffer): number | undefined {
  for (let at = file.indexOf('"merges"'); at >= 0; at = file.indexOf('"merges"', at + 1)) {
    const [found] = /^"merges"\s*:\s*\[/.exec(file.toString('latin1', at, at + 100)) ?? []
    if (found !== undefined && file[at - 1] !== backslash) return at + found.length - 1
  }
  return undefined
}

export function countStrings(json: Buffer): number {
  let strings = 0
  for (let at = json.indexOf(quote); at >= 0; at = json.indexOf(quote, endOfString(json, at) + 1)) strings++
  return strings
}

function endOfString(json: Buffer, start: number): number {
  for (let end = json.indexOf(quote, start + 1); end >= 0; end = json.indexOf(quote, end + 1)) {
    let before = end
    while (json[before - 1] === backslash) before--
    if ((end - before) % 2 === 0) return end
  }
  return json.length
}

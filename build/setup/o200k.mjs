import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache, root } from './places.mjs'
import { rankFile } from './rank-file.mjs'
import { say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

const specials = new Map([
  ['<|startoftext|>', 199_998],
  ['<|endoftext|>', 199_999],
  ['<|return|>', 200_002],
  ['<|constrain|>', 200_003],
  ['<|channel|>', 200_005],
  ['<|start|>', 200_006],
  ['<|end|>', 200_007],
  ['<|message|>', 200_008],
  ['<|call|>', 200_012],
])

/**
 * Makes a folder whose tokenizer.json has the real vocabulary of gpt-oss, in the form and size of the published one, for
 * tests. Works like Hugging Face's own converter: the merges of a token are all its splits into two tokens.
 */
export async function makeO200kFolder() {
  const hash = hashOf([import.meta.filename, rankFile])
  const folder = join(cache, `o200k-${hash.slice(0, 12)}`)
  await once(folder, hash, () => {
    say('Making a tokenizer.json from the ranks of o200k …')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizerFile(), null, 2))
  })
  return folder
}

function tokenizerFile() {
  const tiny = JSON.parse(readFileSync(join(root, 'native', 'tiny-model', 'model', 'tokenizer.json'), 'utf8'))
  const added = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }
  return {
    ...tiny,
    added_tokens: [...specials].map(([content, id]) => ({ id, content, ...added })),
    model: { ...tiny.model, ignore_merges: true, ...vocabulary() },
  }
}

function vocabulary() {
  const tokens = readFileSync(rankFile, 'latin1')
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from(line.slice(0, line.indexOf(' ')), 'base64').toString('latin1'))
  const ranks = new Map(tokens.map((token, rank) => [token, rank]))
  return {
    vocab: Object.fromEntries(tokens.map((token, rank) => [spell(token), rank])),
    merges: tokens.flatMap((token) => splitsOf(token, ranks).map((parts) => parts.map(spell))),
  }
}

/** The splits of a token into two tokens, in the order of their ranks. */
function splitsOf(token, ranks) {
  return Array.from({ length: token.length - 1 }, (_, index) => [token.slice(0, index + 1), token.slice(index + 1)])
    .filter((parts) => parts.every((part) => ranks.has(part)))
    .sort(([a, b], [c, d]) => ranks.get(a) - ranks.get(c) || ranks.get(b) - ranks.get(d))
}

/** @param {string} token one character per byte */
function spell(token) {
  return Array.from(token, (character) => alphabet[character.charCodeAt(0)]).join('')
}

/** GPT-2's byte alphabet: printable Latin-1 stays as it is, the other bytes become U+0100 and up in order. */
const alphabet = (() => {
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173)
    return String.fromCharCode(isPrintable ? byte : next++)
  })
})()

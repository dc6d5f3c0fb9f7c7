import { expect, test } from 'vitest'
import { Tokenizer } from './tokenizer.js'
import { readTokenizerFile } from './tokenizer-file.js'

const end = { id: 2, content: '</s>', special: true }
const vocab = { '<unk>': 0, '<s>': 1, '</s>': 2, '<': 3, '/': 4, s: 5, '>': 6, '</': 7, 's>': 8, '▁': 9 }
const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)
const vocabWithBytes = { ...vocab, ...Object.fromEntries(bytes.map((byte, index) => [byte, 10 + index])) }

const tokenizerWith = (merges: readonly string[], more: object = {}) =>
  new Tokenizer(
    readTokenizerFile(
      Buffer.from(
        JSON.stringify({
          added_tokens: [end],
          normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
          pre_tokenizer: null,
          model: { type: 'BPE', byte_fallback: true, vocab: vocabWithBytes, merges, ...more },
        }),
      ),
    ),
  )

const merges = ['< /', 's >', '</ s>']

test.each([
  ['by merges', merges, {}],
  ['as a whole', merges, { ignore_merges: true }],
  ['by ranks', Array.from({ length: 600 }, (_, index) => merges[index % merges.length] ?? ''), {}],
])('text that spells a marker stays text in a vocabulary whose words lead to it %s', async (_, list, more) => {
  const tokenizer = tokenizerWith(list, more)
  const ids = await tokenizer.encode('</s>')
  expect(ids).toEqual([vocab['</'], vocab['s>']])
  expect(tokenizer.addedToken('</s>')?.id).toBe(end.id)
})

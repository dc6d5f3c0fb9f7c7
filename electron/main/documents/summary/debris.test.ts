import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEcho } from './debris.js'
import { parsePoints } from './parse-points.js'
import type { PointSource } from './place-point.js'
import words from './prompts.json' with { type: 'json' }

const texts: Readonly<Record<string, string>> = {
  '2:11': 'The old ferry was repaired in March. It carries 40 people to the islands.',
  '2:12': 'The bridge stays closed until June, and a bus runs every ten minutes.',
  '3:1': 'As the article says [p. 2:11], nobody knows. Use only what the text says.',
}
const places = Object.keys(texts).map((key) => {
  const [page = 0, passage = 0] = key.split(':').map(Number)
  return { page, passage }
})
const source: PointSource = { places, passage: (page, passage) => texts[`${page}:${passage}`] }
const ferry = { text: 'The old ferry was repaired in March.', page: 2, passage: 11, isQuote: true }

test.each([
  ['a marker without its end', '- [p. 2:11 The old ferry was repaired in March.'],
  ['half a marker at the end', '- [p. 2:11] The old ferry was repaired in March. [p. 2:1'],
  ['the begin of a marker at the end', '- [p. 2:11] The old ferry was repaired in March. ['],
  ['the end of a marker at the begin', '- [p. 2:11] 11] The old ferry was repaired in March.'],
  ['the end of a marker that lost its begin', '- p. 2:11] The old ferry was repaired in March.'],
  ['a marker within', '- [p. 2:11] The old ferry [p. 2:11] was repaired in March.'],
  ['a marker of another prompt within', '- [p. 2:11] The old ferry [p. 9:9, p. 9:10] was repaired in March.'],
  ['a marker before a comma', '- [p. 2:11] The old ferry was repaired in March [p. 2:11 .'],
  ['tags of the prompt', '- [p. 2:11] The old ferry was repaired in March.</text>'],
  ['tokens of a chat format', '- [p. 2:11] The old ferry was repaired in March.<|end|><|start|>'],
])('a point loses %s', (_, answer) => {
  expect(parsePoints(answer, source)).toEqual([ferry])
})

test('what looks like a marker stays where the document has it', () => {
  const text = 'As the article says [p. 2:11], nobody knows.'
  expect(parsePoints(`- [p. 3:1] ${text}`, source)).toEqual([{ text, page: 3, passage: 1, isQuote: true }])
})

test('every sentence of the prompts is an echo, whole or nearly, and no point unless the document has it', () => {
  for (const ask of [
    words.notesAsk,
    words.mergeAsk,
    words.formInstructions,
    words.evidenceAsk,
    words.forms.questions,
  ]) {
    const [sentence = ''] = ask.split(/(?<=[.:])\s/)
    expect(isEcho(sentence)).toBe(true)
    expect(isEcho(`Sure! ${sentence}`)).toBe(true)
    expect(parsePoints(`- [p. 2:11] The ferry sails.\n- [p. 2:11] ${sentence} The ferry.`, source)).toHaveLength(1)
  }
  expect(parsePoints('- [p. 3:1] Use only what the text says.', source)).toHaveLength(1)
})

test('sentences of documents are no echoes', () => {
  for (const text of [
    ...Object.values(texts),
    'The notes of the choir were lost.',
    'Keep names and numbers in a list.',
  ])
    expect(isEcho(text.split('. ')[0] ?? '')).toBe(false)
})

test('the sentence that stood under a note is no point of its own', () => {
  const evidence = words.evidence.replace('{sentence}', 'It carries 40 people to the islands.')
  expect(parsePoints(`- [p. 2:11] The old ferry was repaired in March.\n${evidence}`, source)).toEqual([ferry])
})

test('a point without a marker is put where a passage supports it, and only there', () => {
  const answer =
    '- [p. 2:11] The old ferry was repaired in March.\n- A bus runs every ten minutes until June.\n- It is a lovely day outside.'
  expect(parsePoints(answer, source).map(({ page, passage }) => [page, passage])).toEqual([
    [2, 11],
    [2, 12],
    [undefined, undefined],
  ])
})

test('no answer brings debris into a point', () => {
  const bits = fc.constantFrom(
    '- ',
    '\n',
    ' ',
    '[p. 2:11]',
    '[p. 2:11 ',
    '[p. 2',
    '[',
    ']',
    'p. 2:11]',
    '11]',
    '【p. 2:12】',
    '【p. 2:',
    '(p. 2:12)',
    '</text>',
    '<|end|>',
    'The old ferry',
    'was repaired',
    'a bus runs',
    '.',
    words.mergeAsk,
    words.notesInstructions,
    'Part 3:',
  )
  const answers = fc.array(fc.oneof({ weight: 5, arbitrary: bits }, fc.string({ maxLength: 4 })), { maxLength: 30 })
  fc.assert(
    fc.property(answers, (pieces) => {
      for (const { text } of parsePoints(pieces.join(''), source)) {
        expect(text).not.toMatch(
          /[[【]\s?p\.? ?\d+:?\d*(?!\d|[^\]】]{0,40}[\]】])|p\. \d+:\d+\s?[\]】]|[[【]$|<\|end|<\/text>/,
        )
        expect(isEcho(text) && !Object.values(texts).some((each) => each.includes(text))).toBe(false)
      }
    }),
    { numRuns: 1_000 },
  )
})

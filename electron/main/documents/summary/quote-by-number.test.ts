import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePoints } from './parse-points.js'
import { PassageText } from './plan.js'
import { takeNotes } from './steps.js'

const passage =
  'The ferry was repaired in March. It carries 40 people.\nThe bridge stays closed until June. A bus runs.'
const pages = [{ page: 3, passages: ['Nothing is said here.', passage] }]
const text = new PassageText(pages, true)
const pieces = text.pieces()
const source = {
  places: pieces,
  passage: (page: number, number: number) => text.passage(page, number),
  sentences: ({ page, passage: number }: { page: number; passage: number }) =>
    pieces.filter((piece) => piece.page === page && piece.passage === number).flatMap((piece) => text.sentences(piece)),
}
const quote = (words: string) => ({ text: words, page: 3, passage: 2, isQuote: true })

test('a prompt numbers the sentences of each passage, and says how to quote them', async () => {
  const asked: string[] = []
  await takeNotes({ number: 1, pieces }, text, async ({ messages }) => {
    asked.push(messages[0]?.text ?? '')
    return { text: '- [p. 3:2] (3)\n- [p. 3:2] Buses run.', isCutOff: false }
  })
  expect(asked[0]).toContain(
    '[p. 3:2]\n(1) The ferry was repaired in March.\n(2) It carries 40 people.\n(3) The bridge stays closed until June.\n(4) A bus runs.',
  )
  expect(asked[0]).toMatch(/- \[p\. 3:1\] …\nWhere a sentence.*\n- \[p\. 3:1\] \(2\)$/s)
})

test.each([
  ['a number in brackets', '(2)', 'It carries 40 people.'],
  ['a circled number', '②', 'It carries 40 people.'],
  ['a bare number', '2', 'It carries 40 people.'],
  ['the word sentence', 'Sentence 2.', 'It carries 40 people.'],
  ['two numbers', '(1), (3)', 'The ferry was repaired in March. The bridge stays closed until June.'],
  ['a range', '(1)–(2)', 'The ferry was repaired in March. It carries 40 people.'],
  ['a sentence with its number before it', '(2) It carries 40 people.', 'It carries 40 people.'],
  ['a sentence without a number', 'It carries 40 people.', 'It carries 40 people.'],
])('a quote may be %s', (_, said, words) => {
  const [point] = parsePoints(`- [p. 3:2] ${said}`, source)
  expect(point?.text).toBe(words)
  expect(point).toMatchObject({ page: 3, passage: 2 })
})

test('the quote stands in its passage', () => {
  expect(parsePoints('- [p. 3:2] (1)–(2)', source)).toEqual([
    quote('The ferry was repaired in March. It carries 40 people.'),
  ])
})

test.each([['[p. 3:2] (9)'], ['[p. 3:2] (0)'], ['[p. 3] (1)'], ['[p. 3:2] (1)–(9)']])(
  'a number that no sentence has is no point: %s',
  (said) => {
    expect(parsePoints(`- [p. 3:2] The ferry was repaired.\n- ${said}`, source)).toHaveLength(1)
  },
)

test('where sentences have no numbers, a number is not a quote', () => {
  const { sentences: _, ...plain } = source
  expect(
    parsePoints('- [p. 3:2] The ferry was repaired.\n- [p. 3:2] (2)', plain).map((point) => point.text),
  ).not.toContain('It carries 40 people.')
})

test('for any text every sentence can be quoted by its number, word for word', () => {
  const word = fc.constantFrom('Ferry', 'the', 'bridge', '1,200', 'Dr. Berg', '港', 'well-\nknown')
  const sentence = fc.array(word, { minLength: 4, maxLength: 9 }).map((all) => `${all.join(' ')}.`)
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1, maxLength: 6 }), fc.nat(), (sentences, seed) => {
      const own = new PassageText([{ page: 1, passages: [sentences.join(' ')] }], true)
      const [piece] = own.pieces()
      const all = piece ? own.sentences(piece) : []
      const number = (seed % all.length) + 1
      const [point] = parsePoints(`- [p. 1:1] (${number})`, {
        places: [{ page: 1, passage: 1 }],
        passage: () => sentences.join(' '),
        sentences: () => all,
      })
      expect(point).toMatchObject({ page: 1, passage: 1, isQuote: true })
    }),
  )
})

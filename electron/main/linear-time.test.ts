import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutHalfMarker } from '../../contract/page-markers.js'
import { storableText } from '../../contract/storable-text.js'
import { visibleText } from '../../markdown/visible-text.js'
import { cleanName, titleOf } from './documents/document-kind.js'
import { chooseViews } from './documents/questions/choose-views.js'
import { termsInAnswer } from './documents/questions/expand-question.js'
import { linksOf } from './documents/questions/links.js'
import { dateOrder } from './documents/summary/dates.js'
import { withoutDebris } from './documents/summary/debris.js'
import { parsePoints } from './documents/summary/parse-points.js'
import { partKind } from './documents/summary/part-kind.js'
import { PassageText, planParts } from './documents/summary/plan.js'
import { takeNotes } from './documents/summary/steps.js'
import { supportOf } from './documents/summary/support.js'
import { unfoundIn } from './documents/summary/unfound.js'
import { isDegenerate } from './engine/output-health.js'
import { readAnswer } from './filter/read-answer.js'
import { claimsIn, statementsOf } from './reviews/find-claims.js'
import { splitIntoPieces, wholeSentences } from './runs/fold.js'
import { queryWords, toIndexText } from './store/search/search-text.js'
import { makeSnippet } from './store/search/snippet.js'
import { oneLetterAway } from './store/search/suggestion.js'
import { cleanTitle, titleFrom } from './store/title.js'

const isHeavy = process.env.PARLEY_HEAVY === '1'
const timeout = isHeavy ? 60 * 60_000 : 300_000

const count = async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4))
/** Passages of a document are as long as the reader makes them. */
const passagesOf = (text: string) => text.match(/.{1,4000}/gsu) ?? []
const documentOf = (text: string) => new PassageText([{ page: 1, passages: passagesOf(text) }])
/** A model answers no longer than it may, however long the document is. */
const charactersPerToken = 4
const words = queryWords('ferry r+ 漢字 ß [a](b "x y" مُح e')

/** Everything in main that looks at the text of a user, a document or a model. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'text that is stored': storableText,
  'title of a conversation': titleFrom,
  'title by the model': cleanTitle,
  'name of a document': (text) => titleOf(cleanName(text)),
  'text for the index': toIndexText,
  'text that a reply shows': visibleText,
  'words of a query': queryWords,
  'other words for a query': oneLetterAway,
  snippet: (text) => makeSnippet(text, words),
  'snippet of a late match': (text) => makeSnippet(`${text} ferry ${text}`, queryWords('ferry')),
  'plan of a document': (text) => planParts(documentOf(text), documentOf(text).pieces(), 600, count),
  'points of an answer': (text) =>
    parsePoints(text, {
      places: [1, 2, 3].map((passage) => ({ page: 1, passage })),
      passage: (_, passage) => passagesOf(text.slice(0, 20_000))[passage - 1],
      points: [{ text: text.slice(0, 600), page: 1, isQuote: false }],
    }),
  'notes on a part': (text) =>
    takeNotes({ number: 1, pieces: documentOf(text).pieces() }, documentOf(text), async ({ maxTokens = 1_000 }) => ({
      text: text.slice(0, charactersPerToken * maxTokens),
      isCutOff: true,
    })),
  'support of a point': (text) => supportOf(text.slice(0, 600), passagesOf(text)),
  'facts that a passage lacks': (text) => unfoundIn(text.slice(0, 600), passagesOf(text)),
  'kind of a part': partKind,
  'date of a point': dateOrder,
  'text without debris': withoutDebris,
  'passages for a question': (text) =>
    chooseViews(
      [{ document: { name: 'a', pages: [{ page: 1, passages: passagesOf(text) }] } }],
      { text: text.slice(0, 100_000) },
      { maxTokens: 600, count },
    ),
  'links of an answer': (text) =>
    linksOf(text, text, [
      { document: { name: 'a', pages: [{ page: 1, passages: passagesOf(text) }] }, view: { sees: 'whole' } },
    ]),
  'words for a search': (text) => termsInAnswer(text, text),
  'end of an answer': withoutHalfMarker,
  'pieces of a fold': (text) => splitIntoPieces([{ role: 'user', text }], 600, count),
  'end of a summary': wholeSentences,
  'health of an answer': isDegenerate,
  'answer of a check': (text) => readAnswer({ text, isWhole: true }),
  'answer of a check in a fence': (text) => readAnswer({ text: `\`\`\`json\n${text}`, isWhole: true }),
  'claims of a reply': (text) => claimsIn(statementsOf(text)),
}

const awkward = [
  ...['[a](b ', '![', '](', '(', '()', '`', '``` ', '*', '_a', '**a ', '~~', '> ', '- ', '1. ', '# ', 'title: '],
  ...[' ', '\n', '\t', '\u00a0', '\u2028', ' \n', 'a \n', 'a', 'A', 'aB', 'a.', '.', '…', '"', "'", '“', '-', '—', '1'],
  ...[
    '\0',
    '\ud83d',
    '\ude00',
    '🍕',
    '👩\u200d🔬',
    '\ufe0f',
    '\u0301',
    '\u0323\u0301',
    'e\u0301',
    '漢',
    '한',
    'ᄒ',
    'مُ',
  ],
  ...[
    'ß',
    'İ',
    'ﬁ',
    'Ａ',
    '[p. 1]',
    '[p. 1:',
    '【p. 1】',
    '(p. 1, ',
    'p. 1, 2 - ',
    '- a [p. 1:1]\n',
    'r+',
    'ferr',
    'fer ry',
  ],
] as const

/** CPU time of the whole process in milliseconds: other processes of the machine do not count. */
async function costOf(read: (text: string) => unknown, text: string): Promise<number> {
  const before = process.cpuUsage()
  await read(text)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Below this a ratio says nothing. */
const minCostMs = 4

/**
 * A text that is eight times as long may take three times as much for each character, which time in the square of the length
 * exceeds by far. A collection of garbage or a compilation may fall into one measurement, so the least of a few counts.
 */
async function expectLinear(read: (text: string) => unknown, unit: string, length: number): Promise<void> {
  const textOf = (size: number) => unit.repeat(Math.ceil(size / unit.length))
  const [short, long] = [textOf(length / 8), textOf(length)]
  const measured: string[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    const costs = [await costOf(read, short), await costOf(read, long)] as const
    if (costs[1] <= 24 * Math.max(minCostMs, costs[0])) return
    measured.push(costs.map((ms) => `${ms.toFixed(1)} ms`).join(' and '))
  }
  expect.fail(`${JSON.stringify(unit)} for ${short.length} and ${long.length} characters: ${measured.join(', ')}`)
}

test.each(Object.entries(readers))(
  'time grows with the length of the text, whatever it repeats: %s',
  async (_, read) => {
    for (const unit of awkward) await expectLinear(read, unit, isHeavy ? 1_000_000 : 60_000)
  },
  timeout,
)

test(
  'time grows with the length of any repetition',
  async () => {
    const unit = fc
      .array(fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'binary', maxLength: 3 })), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(''))
      .filter((text) => text !== '')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(readers)),
        unit,
        fc.boolean(),
        async (name, repeated, hasStart) => {
          const read = readers[name]
          const start = hasStart ? `${repeated}${awkward[repeated.length % awkward.length]}` : ''
          await expectLinear((text) => read?.(`${start}${text}`), repeated, isHeavy ? 100_000 : 50_000)
        },
      ),
      { numRuns: isHeavy ? 10_000 : 500 },
    )
  },
  timeout,
)

test('a title whose time grows with the square of the text is noticed', async () => {
  const quadratic = (text: string) => text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
  await expect(expectLinear(quadratic, '[a](b ', 60_000)).rejects.toThrow()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { summaryFormNames } from '../../../../contract/summary-forms.js'
import { PassageText } from './plan.js'
import { finishPoints, inPageOrder, withoutRepeats } from './tidy.js'

const text = new PassageText([
  {
    page: 1,
    passages: ['# The year\n\nThe library opened in May 1987.', '## Readers\nMore than 2,300 people hold a card.'],
  },
  { page: 2, passages: ['It lent 21,460 books.', '## The roof\nThe roof was repaired in March 1999.'] },
])
const point = (page: number | undefined, passage: number | undefined, words: string): SummaryPoint => ({
  text: words,
  ...(page !== undefined && { page }),
  ...(passage !== undefined && { passage }),
  isQuote: false,
})
const roof = point(2, 2, 'The roof was repaired in March 1999.')
const cards = point(1, 2, 'More than 2,300 people hold a card.')
const opening = point(1, 1, 'The library opened in May 1987.')

test('points stand in page order, and one without a page behind the one that it followed', () => {
  const lost = point(undefined, undefined, 'It was a good year.')
  expect(inPageOrder([roof, lost, cards, opening])).toEqual([opening, cards, roof, lost])
})

test.each([
  ['the same words', 'More than 2,300 people hold a card.', 1],
  ['other punctuation', 'more than 2300 people hold a card', 1],
  ['the same content about the same passage', 'A card: more than 2,300 people now hold it.', 2],
])('a point that repeats another with %s is left out', (_, words, page) => {
  const other = point(page === 2 ? 1 : 2, page === 2 ? 2 : 1, words)
  expect(withoutRepeats([cards, other])).toEqual([cards])
})

test('points about one passage with different numbers or answers are no repeats', () => {
  const others = [
    point(1, 2, 'More than 2,400 people hold a card.'),
    { ...cards, heading: 'How many people hold a card?' },
  ]
  expect(withoutRepeats([cards, ...others])).toHaveLength(3)
})

test('each point of a finished summary has its support and what its passage lacks', () => {
  const [first, second] = finishPoints([cards, point(2, 1, 'It lent 30,000 books.')], 'points', text)
  expect(first).toMatchObject({ support: 1, unfound: [] })
  expect(second).toMatchObject({ unfound: ['30,000'] })
  expect(second?.support).toBeLessThan(0.7)
  expect(finishPoints([point(2, undefined, 'The roof was repaired in March 1999.')], 'points', text)).toMatchObject([
    { page: 2, support: 1, unfound: [] },
  ])
})

test('a point without a place is left out when another has one, and is not supported when none has', () => {
  const lost = point(undefined, undefined, 'The roof was repaired.')
  expect(finishPoints([lost, cards], 'points', text)).toHaveLength(1)
  expect(finishPoints([lost], 'points', text)).toMatchObject([{ support: 0 }])
})

test('points stand in the sections of the document, whatever the model calls them', () => {
  const made = finishPoints(
    [roof, { ...cards, heading: 'Made up' }, opening, point(2, 1, 'It lent 21,460 books.')],
    'sections',
    text,
  )
  expect(made.map(({ heading }) => heading)).toEqual([undefined, 'Readers', 'Readers', 'The roof'])
})

test('a timeline has the points with a date, in the order of their dates', () => {
  const late = { ...point(1, 2, 'People held cards.'), heading: '5 June 2001' }
  const made = finishPoints([late, roof, point(2, 1, 'It lent 21,460 books.'), opening], 'timeline', text)
  expect(made.map(({ heading }) => heading)).toEqual(['May 1987', 'March 1999', '5 June 2001'])
  expect(made[2]?.unfound).toEqual(expect.arrayContaining(['5', '2001']))
  expect(finishPoints([cards], 'timeline', text)).toHaveLength(1)
})

test('for any points and form a summary has page order, no repeats, and support from 0 to 1', () => {
  const place = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined })
  const words = fc.constantFrom('the roof', 'was repaired', '1999', 'in May 1987', 'books', '2,300', 'people')
  const sentence = fc.array(words, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '))
  const any = fc.tuple(place, place, sentence).map(([page, passage, all]) => point(page, page && passage, all))
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), fc.constantFrom(...summaryFormNames), (points, form) => {
      const made = finishPoints(points, form, text)
      const texts = made.map((each) => `${each.heading ?? ''} ${each.text}`)
      if (form !== 'timeline') {
        expect(new Set(texts).size).toBe(texts.length)
        expect(inPageOrder(made)).toEqual(made)
      }
      if (points.length > 0 && form !== 'timeline') expect(made.length).toBeGreaterThan(0)
      for (const { support = -1 } of made) {
        expect(support).toBeGreaterThanOrEqual(0)
        expect(support).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('a quote that the document does not have is named; one that it has elsewhere, or over two pages, is not', () => {
  const said = (words: string) => finishPoints([point(1, 1, words)], 'points', text)[0]?.missingQuotes
  expect(said('It says “The roof was never repaired at all.”')).toEqual(['The roof was never repaired at all.'])
  expect(said('It says "The roof was\nrepaired in March 1999."')).toBeUndefined()
  expect(said('It says “hold a card. It lent 21,460 books.”')).toBeUndefined()
  expect(said('The “card” is free.')).toBeUndefined()
})

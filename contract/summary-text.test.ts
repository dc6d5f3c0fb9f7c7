import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SummaryPoint } from './documents.js'
import { summaryFormNames } from './summary-forms.js'
import { summaryAsText } from './summary-text.js'

const point = (page: number | undefined, text: string, heading?: string): SummaryPoint => ({
  text,
  isQuote: false,
  ...(page !== undefined && { page }),
  ...(heading !== undefined && { heading }),
})
const summary = [
  point(1, 'The ferry sails.', 'Ferries'),
  point(2, 'It carries 40 | people.', 'Ferries'),
  point(undefined, 'It is free.'),
]

test.each([
  ['points', '- The ferry sails. (p. 1)\n- It carries 40 | people. (p. 2)\n- It is free.'],
  ['paragraph', 'The ferry sails. (p. 1) It carries 40 | people. (p. 2) It is free.'],
  ['page', 'The ferry sails. (p. 1) It carries 40 | people. (p. 2) It is free.'],
  ['sections', '## Ferries\n\n- The ferry sails. (p. 1)\n- It carries 40 | people. (p. 2)\n\n- It is free.'],
  [
    'table',
    '| Fact | What the document says | Page |\n| --- | --- | --- |\n| Ferries | The ferry sails. | p. 1 |\n' +
      '| Ferries | It carries 40 \\| people. | p. 2 |\n|  | It is free. |  |',
  ],
  ['questions', '**Ferries**\n\nThe ferry sails. (p. 1)\n\nIt carries 40 | people. (p. 2)\n\nIt is free.'],
  ['timeline', '- **Ferries**: The ferry sails. (p. 1)\n- **Ferries**: It carries 40 | people. (p. 2)\n- It is free.'],
  ['plain', '- The ferry sails. (p. 1)\n- It carries 40 | people. (p. 2)\n- It is free.'],
] as const)('a summary reads in its form: %s', (form, text) => expect(summaryAsText({ summary, form })).toBe(text))

test('a page has paragraphs, and a summary without a form is a list', () => {
  const long = Array.from({ length: 9 }, (_, index) => point(index + 1, `Sentence ${index + 1}.`))
  expect(summaryAsText({ summary: long, form: 'page' }).split('\n\n')).toHaveLength(3)
  expect(summaryAsText({ summary: long })).toMatch(/^- Sentence 1\. \(p\. 1\)\n- /)
})

test('no form drops the text or the page of a point', () => {
  const any = fc.record({
    page: fc.integer({ min: 1, max: 99 }),
    heading: fc.option(fc.lorem(), { nil: undefined }),
    text: fc.lorem(),
  })
  fc.assert(
    fc.property(fc.array(any), fc.constantFrom(...summaryFormNames), (points, form) => {
      const text = summaryAsText({
        summary: points.map(({ page, text: own, heading }) => point(page, own, heading)),
        form,
      })
      for (const each of points) {
        expect(text).toContain(each.text)
        expect(text).toContain(`p. ${each.page}`)
      }
    }),
  )
})

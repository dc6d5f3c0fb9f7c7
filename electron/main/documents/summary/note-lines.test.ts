import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { evidenceOf, noteLines } from './note-lines.js'
import { PassageText } from './plan.js'

const passage = 'The ferry was repaired by the town in March 1999. Nobody was hurt. It sails again.'
const text = new PassageText([{ page: 4, passages: [passage] }])
const note = (words: string, more: Partial<SummaryPoint> = {}): SummaryPoint => ({
  text: words,
  page: 4,
  passage: 1,
  isQuote: false,
  ...more,
})
const count = async (texts: readonly string[]) => texts.map((each) => Math.ceil(each.length / 4))
const repaired = note('In March the town repaired the ferry.')

test('the evidence of a note is the sentence that is most like it', () => {
  expect(evidenceOf(repaired, text)).toBe('The ferry was repaired by the town in March 1999.')
  expect(evidenceOf(note('The passengers were unharmed, nobody was hurt.'), text)).toBe('Nobody was hurt.')
})

test.each([
  ['it is a quote itself', note('Nobody was hurt.', { isQuote: true })],
  ['no sentence is like it', note('The museum counted visitors.')],
  ['its passage is not known', note('In March the town repaired the ferry.', { passage: undefined })],
])('a note has no evidence when %s', (_, point) => expect(evidenceOf(point, text)).toBeUndefined())

test('a line has evidence where tokens allow, stands alone where they do not, and is cut at last', async () => {
  const line = async (maxTokens: number) => {
    const lines = await noteLines([repaired], { maxTokens, count, evidence: text })
    return lines.get(repaired)
  }
  const wide = await line(100)
  expect(wide?.hasEvidence).toBe(true)
  expect(wide?.line).toBe(
    '- [p. 4:1] In March the town repaired the ferry.\n  (its text: The ferry was repaired by the town in March 1999.)',
  )
  expect(await line(15)).toMatchObject({ hasEvidence: false, line: '- [p. 4:1] In March the town repaired the ferry.' })
  const narrow = await line(9)
  expect(narrow?.line).toMatch(/^- \[p\. 4:1\] In March.*…$/)
  for (const maxTokens of [9, 15, 25, 100]) {
    const made = await line(maxTokens)
    expect(made?.tokens).toBeLessThanOrEqual(maxTokens)
    expect((await count([made?.line ?? '']))[0]).toBeLessThanOrEqual(maxTokens)
  }
})

test('without a text the lines are those that the demonstration model was trained on', async () => {
  const lines = await noteLines([repaired], { maxTokens: 100, count })
  expect(lines.get(repaired)?.line).toBe('- [p. 4:1] In March the town repaired the ferry.')
})

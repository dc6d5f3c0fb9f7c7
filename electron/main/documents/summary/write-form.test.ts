import { describe, expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { type SummaryOptions, summaryFormNames } from '../../../../contract/summary-forms.js'
import type { Prompt } from './ask-for-points.js'
import { capacityOf } from './capacity.js'
import { PassageText } from './plan.js'
import { isOutOfReach, needsWriting, writeForm } from './write-form.js'

const passages = [
  'The ferry was repaired by the town in March 1999. Nobody was hurt.',
  'The bridge stays closed until June, because its beams are old.',
]
const text = new PassageText([{ page: 4, passages }])
const points: readonly SummaryPoint[] = [
  { text: 'In March 1999 the town repaired the ferry.', page: 4, passage: 1, isQuote: false },
  { text: 'The bridge stays closed until June', page: 4, passage: 2, isQuote: true },
]
const count = async (texts: readonly string[]) => texts.map((each) => Math.ceil(each.length / 4))

async function write(answer: string, options: SummaryOptions, partTokens = 800) {
  const prompts: Prompt[] = []
  const outcome = await writeForm(points, { ...options, partTokens, count }, text, async (prompt) => {
    prompts.push(prompt)
    return { text: answer, isCutOff: false }
  })
  return { ...outcome, asked: prompts[0]?.messages[0]?.text ?? '' }
}

test('the model sees each note with its marker, under it the sentence that it rests on, and then the form', async () => {
  const { asked } = await write('', { form: 'questions', purpose: 'an exam for pupils', language: 'French' })
  expect(asked).toMatch(
    /^<text>\n- \[p\. 4:1\] In March 1999 the town repaired the ferry\.\n {2}\(its text: The ferry was repaired by the town in March 1999\.\)\n- \[p\. 4:2\] The bridge stays closed until June\n<\/text>\n\n/,
  )
  expect(asked).toContain('an exam for pupils')
  expect(asked).toContain('Write in this language: French.')
  expect(asked).toMatch(/questions and answers.*\n- \[p\. 4:1\] … \| …$/s)
})

test('where tokens do not allow evidence, the notes stand alone', async () => {
  expect((await write('', { form: 'page' }, 80)).asked).not.toContain('its text:')
})

describe('what a form has beside its text is read as models write it', () => {
  test.each([
    ['a question', 'questions', 'Who repaired the ferry? | The town repaired the ferry.', 'Who repaired the ferry?'],
    [
      'a question without a bar',
      'questions',
      'Who repaired the ferry? The town repaired the ferry.',
      'Who repaired the ferry?',
    ],
    ['Q and A', 'questions', 'Q: Who repaired the ferry? A: The town repaired the ferry.', 'Who repaired the ferry?'],
    ['a date', 'timeline', 'March 1999 | The town repaired the ferry.', 'March 1999'],
    ['a date in bold', 'timeline', '**March 1999**: The town repaired the ferry.', 'March 1999'],
    ['a fact', 'table', 'Ferry | The town repaired the ferry.', 'Ferry'],
    ['a fact with a colon', 'table', 'Ferry: The town repaired the ferry.', 'Ferry'],
    ['a row of a table', 'table', '| Ferry | The town repaired the ferry. |', 'Ferry'],
  ] as const)('%s', async (_, form, line, heading) => {
    const { points: written, isByModel } = await write(`- [p. 4:1] ${line}`, { form })
    expect(written).toEqual([{ heading, text: 'The town repaired the ferry.', page: 4, passage: 1, isQuote: false }])
    expect(isByModel).toBe(true)
  })

  test('a line without one stands as it is', async () => {
    const { points: written } = await write('- [p. 4:1] The town repaired the ferry.', { form: 'table' })
    expect(written).toEqual([{ text: 'The town repaired the ferry.', page: 4, passage: 1, isQuote: false }])
  })
})

test('a model that does not follow the form leaves the points as they are', async () => {
  for (const form of summaryFormNames) {
    for (const answer of [
      '',
      'I am a small model.',
      '- [p. 9:9] The moon.',
      'Write these notes as a table of facts, in their order.',
    ])
      expect(await write(answer, { form })).toMatchObject({ points, isByModel: false })
  }
})

test('another language and plain words share no words with the passage, so their markers are believed', async () => {
  const french = '- [p. 4:1] Le bac fut remis en état.\n- [p. 4:2] Un pont reste fermé jusqu’en juin.'
  expect((await write(french, { form: 'points', language: 'French' })).points).toHaveLength(2)
  expect((await write(french, { form: 'plain' })).points).toHaveLength(2)
  expect((await write(french, { form: 'page' })).isByModel).toBe(false)
})

test('lists need no writing, and the demonstration model is asked for no form that it was not trained on', () => {
  const real = capacityOf({ contextLength: 8_192, isDemo: false })
  const demo = capacityOf({ contextLength: 2_048, isDemo: true })
  expect(summaryFormNames.filter((form) => !needsWriting({ form }, real))).toEqual(['points', 'sections'])
  expect(needsWriting({ form: 'points', language: 'French' }, real)).toBe(true)
  expect(summaryFormNames.filter((form) => needsWriting({ form, purpose: 'fun' }, demo))).toEqual([])
  expect(summaryFormNames.filter((form) => !isOutOfReach({ form }, demo))).toEqual(['points', 'sections'])
})

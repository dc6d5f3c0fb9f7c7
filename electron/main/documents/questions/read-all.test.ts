import { expect, test } from 'vitest'
import type { Prompt } from '../summary/ask-for-points.js'
import { PassageText } from '../summary/plan.js'
import { answerFromFindings, findInPart } from './read-all.js'

const text = new PassageText([
  { page: 4, passages: ['The rent is due on the third.', 'A deposit of 4,350 euros is paid in May.'] },
])
const part = { number: 1, pieces: text.pieces() }
const question = 'How much is the deposit?'
const count = async (texts: readonly string[]) => texts.map((one) => Math.ceil(one.length / 4))

function modelOf(answer: string) {
  const prompts: Prompt[] = []
  const ask = async (prompt: Prompt) => {
    prompts.push(prompt)
    return { text: answer, isCutOff: false }
  }
  return { prompts, ask }
}

test('a part is read with the question as its purpose, asked last', async () => {
  const { prompts, ask } = modelOf('- [p. 4:2] A deposit of 4,350 euros is paid in May.')
  expect(await findInPart(part, question, text, ask)).toEqual({
    points: [{ text: 'A deposit of 4,350 euros is paid in May.', page: 4, passage: 2, isQuote: true }],
    isByModel: true,
  })
  expect(prompts[0]?.messages[0]?.text).toMatch(
    /^<text>\n\[p\. 4:1\]\n.*Nothing\.\n\nQuestion: How much is the deposit\?$/s,
  )
})

test.each(['Nothing.', 'nothing', '**Nothing.**'])(
  'a part that says nothing on the question has no finding: %s',
  async (answer) => {
    expect(await findInPart(part, question, text, modelOf(answer).ask)).toEqual({ points: [], isByModel: true })
  },
)

test('a model without a usable answer is replaced by the sentences that have the words of the question', async () => {
  expect(await findInPart(part, question, text, modelOf('I cannot do that').ask)).toEqual({
    points: [{ text: 'A deposit of 4,350 euros is paid in May.', page: 4, passage: 2, isQuote: true }],
    isByModel: false,
  })
  expect(await findInPart(part, 'Who has the key?', text, modelOf('').ask)).toEqual({ points: [], isByModel: false })
})

const finding = { text: 'The deposit is 4,350 euros.', page: 4, passage: 2, isQuote: false }

test('the answer is made from all findings, each with the sentence that it rests on', async () => {
  const { prompts, ask } = modelOf('It is 4,350 euros [p. 4:2].')
  const options = { maxTokens: 500, count }
  expect(await answerFromFindings([finding], question, text, ask, options)).toEqual({
    answer: 'It is 4,350 euros [p. 4:2].',
  })
  const prompt = prompts[0]?.messages[0]?.text ?? ''
  expect(prompt).toContain('- [p. 4:2] The deposit is 4,350 euros.')
  expect(prompt).toContain('A deposit of 4,350 euros is paid in May.')
})

test('without a finding the model is not asked, and too many are merged first', async () => {
  const { prompts, ask } = modelOf('')
  expect(await answerFromFindings([], question, text, ask, { maxTokens: 500, count })).toBe('nothing-found')
  const many = Array.from({ length: 100 }, (_, index) => ({
    ...finding,
    text: `The deposit ${index} ${'is high '.repeat(20)}`,
  }))
  expect(await answerFromFindings(many, question, text, ask, { maxTokens: 500, count })).toBe('too-long')
  expect(prompts).toEqual([])
})

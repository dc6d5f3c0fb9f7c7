import { expect, test } from 'vitest'
import type { Prompt } from '../summary/ask-for-points.js'
import { PassageText } from '../summary/plan.js'
import { findInPart } from './find-in-part.js'

const text = new PassageText([
  { page: 4, passages: ['The rent is due on the third.', 'A deposit of 4,350 euros is paid in May.'] },
])
const part = { number: 1, pieces: text.pieces() }
const question = 'How much is the deposit?'

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

import { expect, test } from 'vitest'
import { expandQuestion, termsInAnswer } from './expand-question.js'

const question = 'How much does the renter deposit?'

test('the words of a list are used, without those of the question', () => {
  expect(termsInAnswer('tenant, deposit, security payment, euros, lease.', question)).toEqual([
    'tenant',
    'security payment',
    'euros',
    'lease',
  ])
  expect(termsInAnswer('1. Mieter\n2. Kaution\n- "Miete"', 'Wie viel?')).toEqual(['mieter', 'kaution', 'miete'])
  expect(termsInAnswer('租客、押金、合同', '多少？')).toEqual(['租客', '押金', '合同'])
})

test.each([
  ['a sentence', 'I am only a small demonstration model and know nothing about that.'],
  [
    'a sentence with commas',
    'The renter, as the text says, hands over a deposit of 4,350 euros, which is a lot of money.',
  ],
  ['nothing', ''],
  ['one word', 'yes'],
  ['the question', 'How much does the renter deposit?'],
  ['a loop', 'rent, rent, rent, rent, rent, rent, rent, rent'],
  ['marks', ', ; - , *'],
])('an answer that is %s changes nothing', (_, answer) => {
  expect(termsInAnswer(answer, question)).toEqual([])
})

test('the model sees the question as it is', async () => {
  const prompts: string[] = []
  await expandQuestion('What is $& worth?', async ({ messages }) => {
    prompts.push(...messages.map(({ text }) => text))
    return { text: '', isCutOff: false }
  })
  expect(prompts).toEqual([expect.stringMatching(/Question: What is \$& worth\?$/)])
})

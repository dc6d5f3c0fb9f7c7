import { expect, test } from 'vitest'
import type { Ask } from '../main/documents/summary/ask-for-points.js'
import { PassageText } from '../main/documents/summary/plan.js'
import { measureForm } from './document-forms.js'

const passages = ['The ferry was repaired in March.', 'It carries 40 people.']
const text = new PassageText([{ page: 1, passages }])
const parts = [{ part: { number: 1, pieces: text.pieces() }, text }]

/** Writes usable notes only when the prompt satisfies `isGood`. */
const answering =
  (
    isGood: (words: string, isOpened: boolean) => boolean,
    answer = '- [p. 1:1] The ferry was repaired in March.',
  ): Ask =>
  async ({ messages: [message], continuation }) => ({
    text: isGood(message?.text ?? '', continuation !== undefined) ? answer : 'Certainly!',
    isCutOff: false,
  })

test('a form counts only what the model makes of it', async () => {
  const openedOnly = answering((_, isOpened) => isOpened, ' The ferry was repaired in March.')
  expect(await measureForm('askLast', parts, openedOnly)).toMatchObject({ partsWithoutNote: 1, points: 0, prompts: 1 })
  expect(await measureForm('askLastOpened', parts, openedOnly)).toMatchObject({
    partsWithoutNote: 0,
    points: 1,
    placedPoints: 1,
    quotes: 1,
    prompts: 1,
  })
  expect(await measureForm('app', parts, openedOnly)).toMatchObject({ partsWithoutNote: 0, points: 1, prompts: 2 })
})

test('the ask stands before the text in the form that asks first, and behind it in the one that asks last', async () => {
  const first = answering((words) => words.startsWith('Summarise') && words.endsWith('</text>'))
  expect(await measureForm('askFirst', parts, first)).toMatchObject({ partsWithoutNote: 0, points: 1 })
  expect(await measureForm('askLast', parts, first)).toMatchObject({ partsWithoutNote: 1 })
})

test('passage by passage asks once about each passage', async () => {
  const onPassage = answering((words) => !words.includes('[p. 1'), 'The ferry was repaired in March and carries 40.')
  expect(await measureForm('passageByPassage', parts, onPassage)).toMatchObject({ partsWithoutNote: 0, prompts: 2 })
})

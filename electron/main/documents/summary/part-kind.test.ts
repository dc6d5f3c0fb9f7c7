import { expect, test } from 'vitest'
import { partKind } from './part-kind.js'
import { PassageText } from './plan.js'
import { takeNotes } from './steps.js'

const contents =
  '# Contents\n1 The harbour ........ 3\n1.1 The quay . . . . . 4\n2 The ferry … 12\n3 The bridge\t14\nIndex ..... xii'
const references =
  'Berg, A. (2004). On ferries. Harbour Press.\nMeyer, B. and Smith, C. (1999a). Bridges of the north.\n' +
  '[3] C. Smith, Tides, Quay Books, 2011\nhttps://doi.org/10.1000/182'

test.each([
  ['table', '| Ship | People |\n| --- | --- |\n| Ferry | 40 |\n| Barge | 3 |\n\nBoth sail.'],
  ['contents', contents],
  ['references', references],
  [
    'prose',
    'In 1999 the ferry was repaired.\nIn 2004 the bridge was closed.\nIn 2011 a bus ran.\nIt still runs in 2024.',
  ],
  ['prose', '1. Telephones stay in the coat.\n2. Dogs may come in.\n3. Cake is allowed.\n4. Nobody whispers.'],
  ['prose', '| One | row |'],
  ['prose', ''],
] as const)('a part is %s by most of its lines', (kind, text) => expect(partKind(text)).toBe(kind))

test('a list of contents is asked about as one, once, and only where the model can be instructed', async () => {
  const text = new PassageText([{ page: 1, passages: contents.split('\n') }])
  const prompts: string[] = []
  const ask = async ({ messages }: { messages: readonly { text: string }[] }) => {
    prompts.push(messages[0]?.text ?? '')
    return { text: '- [p. 1:2] The document is about the harbour.', isCutOff: false }
  }
  const part = { number: 1, pieces: text.pieces() }
  await takeNotes(part, text, ask, { isInstructable: true })
  expect(prompts).toHaveLength(1)
  expect(prompts[0]).toContain('table of contents')
  await takeNotes(part, text, ask)
  expect(prompts.slice(1)).toHaveLength(2)
  for (const prompt of prompts.slice(1)) expect(prompt).not.toContain('table of contents')
})

import { expect, test } from 'vitest'
import type { Message } from '../../../contract/chat.js'
import type { TranscriptState } from '../../stores/transcript.js'
import { conversationText } from './conversation-text.js'

const messages = [
  { id: 'q', role: 'user', text: 'Which bird?\n' },
  { id: 'r', role: 'assistant', text: '**A heron.**' },
  { id: 'e', role: 'assistant', text: '' },
  { id: 'd', role: 'document', jobId: 'j' },
] as unknown as readonly Message[]
const transcript = {
  order: messages.map(({ id }) => id),
  messages: Object.fromEntries(messages.map((message) => [message.id, message])),
  documents: {},
  batches: {},
  jobs: {
    j: {
      name: 'minutes.txt',
      options: { form: 'points' },
      summary: [{ text: 'The board met.', page: 2 }],
      account: 'All pages were read.',
    },
  },
} as unknown as TranscriptState

test('each message has the name of who said it, in reading order, and an empty reply has none', () => {
  expect(conversationText(transcript, 0, 3)).toBe(
    'You:\nWhich bird?\n\nAssistant:\n**A heron.**\n\n# Summary of minutes.txt\n\n- The board met. (p. 2)\n\nAll pages were read.',
  )
  expect(conversationText(transcript, 1, 1)).toBe('Assistant:\n**A heron.**')
})

test('an answer about a document has words in place of markers', () => {
  const cited = { id: 'r', role: 'assistant', text: 'A heron [p. 3:1].' } as unknown as Message
  const withDocument = { ...transcript, messages: { r: cited }, documents: { d: { name: 'birds.pdf' } } }
  expect(conversationText(withDocument as unknown as TranscriptState, 1, 1)).toBe('Assistant:\nA heron (p. 3).')
})

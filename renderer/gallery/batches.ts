import type { Batch, BatchError, BatchEvent, BatchRow } from '../../contract/batch.js'
import type { Message } from '../../contract/chat.js'
import type { Requests } from '../../contract/requests.js'
import { question } from './samples.js'
import type { World } from './world.js'

const conversationId = 'c11'
const long = `The landlord may end the lease with **three months' notice**, to the end of a quarter.

- In writing, with the reason.
- Not before June 2027, unless the rent is two months late.
- The tenant may object within 30 days, and the landlord then has to answer within two weeks.

The clause was changed by hand, and both have signed the change.`

const done = (name: string, answer: string, ...pages: readonly number[]): BatchRow => ({
  name,
  documentId: 'd0',
  state: 'done',
  answer,
  links: pages.map((page) => ({ page, passage: 1 })),
  tookMs: 4_000,
})
const waiting = (name: string): BatchRow => ({ name, documentId: 'd0', state: 'waiting' })
const failed = (name: string, error: BatchError): BatchRow => ({ name, documentId: 'd0', state: 'failed', error })

const leases: readonly BatchRow[] = [
  done('Lease Strandgaten 12.pdf', 'Three months, to the end of a quarter.', 4, 9),
  done('Lease of the workshop, with the amendments of 2019 and 2024, signed copy.docx', long, 2, 3, 11),
  failed('scan-0007.pdf', {
    code: 'document-encrypted',
    message: 'This file needs a password. Save it without one and add it again.',
  }),
  { name: 'Lease Nygårdsgaten.pdf', documentId: 'd0', state: 'running', text: 'Six months. The tenant may' },
  waiting('Parking.pdf'),
  waiting('Storage room.pdf'),
]
const complaints = Array.from({ length: 1_000 }, (_, index) => {
  const name = `2027-03-${(index % 28) + 1} · Ms Berg · The heating in the stairwell is broken again, and nobody answers the telephone`
  return index < 412 ? done(name, index % 9 === 0 ? long : 'Heating') : waiting(name)
})

const samples: readonly (readonly [prompt: string, batch: Omit<Batch, 'messageId' | 'conversationId'>])[] = [
  ['What is the notice period?', { source: 'documents', state: 'running', rows: leases }],
  ['Which subject does this complaint have? One word.', { source: 'table', state: 'paused', rows: complaints }],
  [
    'Translate the title.',
    {
      source: 'documents',
      state: 'failed',
      rows: [waiting('a.txt'), waiting('b.txt')],
      error: { code: 'model-missing', message: 'The folder of the model is gone. Choose another model, then resume.' },
    },
  ],
  [
    'Who signed it?',
    {
      source: 'documents',
      state: 'done',
      rows: [done('a.txt', 'Ada Smith', 1), done('b.txt', 'Nobody has signed it.')],
    },
  ],
]

const questions = samples.map(([prompt]) => ({ ...question(conversationId, prompt), isBatch: true }))

export const batchMessages: Readonly<Record<string, readonly Message[]>> = { [conversationId]: questions }

export const batchesOf = (id: string): readonly Batch[] =>
  id !== conversationId
    ? []
    : samples.map(([, batch], index) => ({ ...batch, conversationId, messageId: questions[index]?.id ?? '' }))

type BatchRequestName = 'askEach' | 'pauseBatch' | 'resumeBatch' | 'cancelBatch' | 'retryBatch' | 'saveBatch'

export function batchRequests(world: World): Pick<Requests, BatchRequestName> {
  const send = async (messageId: string, event: BatchEvent) =>
    world.publish(conversationId, { type: 'batch-event', messageId, event })
  return {
    askEach: async () => ({ conversationId, messageId: '' }),
    pauseBatch: (id) => send(id, { type: 'paused' }),
    resumeBatch: (id) => send(id, { type: 'resumed' }),
    cancelBatch: (id) => send(id, { type: 'cancelled' }),
    retryBatch: (id) => send(id, { type: 'failed-retried' }),
    saveBatch: async () => false,
  }
}

import type { AssistantMessage, Conversation, Message, Recipe, SeenDocument, UserMessage } from '../../contract/chat.js'
import type { AddedDocument, DocumentJob, PageState } from '../../contract/documents.js'
import { initialSettings, type Preset } from '../../contract/settings.js'
import { summaryJobs } from './summary-samples.js'

export const now = Date.now()
const hour = 3_600_000
const day = 24 * hour

const titles: readonly (readonly [string, number])[] = [
  ['Minutes of the board', 0.2 * hour],
  ['Letter to the landlord about the broken heating in the stairwell', 1 * hour],
  ['Python: reading a large CSV', 3 * hour],
  ['Holiday in Bergen', 1 * day],
  ['A toast for Anna’s birthday', 1.2 * day],
  ['مرحبا بالعالم', 3 * day],
  ['Why is the sky dark at night?', 4 * day],
  ['Translate the lease', 5 * day],
  ['Recipe for twelve', 20 * day],
  ['Notes on Middlemarch', 40 * day],
  ['Interview questions', 70 * day],
  ['Notice periods of our leases', 90 * day],
  ['Every kind of block', 100 * day],
  ['Checked with a policy', 110 * day],
]

export const conversations: Conversation[] = titles.map(([title, age], index) => ({
  id: `c${index}`,
  title,
  updatedAt: now - age,
  isBusy: index === 2,
  isUnread: index === 1 || index === 4,
}))

const markdown = `The board met for **two hours** and took three decisions. In short:

1. The budget for 2027 is passed, with *one* change to the travel line.
2. The office stays at Strandgaten until June.
3. Anna writes to the landlord; see [the lease](https://example.org/lease) for the notice period.

## What it costs

| Item | 2026 | 2027 | Change |
| --- | ---: | ---: | ---: |
| Rent | 48,000 | 49,200 | +2.5 % |
| Travel | 12,500 | 9,000 | −28 % |
| Software | 3,100 | 3,400 | +9.7 % |

> The chair noted that the travel line had been overspent for three years running.

### Next steps

- [x] Send the minutes to all members
- [ ] Ask the bank about the deposit
- [ ] Book the room for 4 March

The totals come from a small script:

\`\`\`python
from decimal import Decimal

def total(rows: list[dict]) -> Decimal:
    """Sum of the amounts; empty rows count as nothing."""
    return sum((Decimal(row["amount"]) for row in rows if row), Decimal(0))

print(total([{"amount": "48000"}, {"amount": "12500.50"}]))  # 60500.50
\`\`\`

Run it with \`python3 totals.py\`. Anything else you want changed before it goes out?`

let id = 0
const base = (conversationId: string, parentId: string | null) => ({
  id: `m${++id}`,
  conversationId,
  parentId,
})

export const question = (conversationId: string, text: string): UserMessage => ({
  ...base(conversationId, null),
  role: 'user',
  text,
})

export const reply = (conversationId: string, change: Partial<AssistantMessage>): AssistantMessage => ({
  ...base(conversationId, null),
  role: 'assistant',
  text: '',
  reasoning: '',
  state: 'done',
  model: 'Parley Demo (tiny)',
  statistics: {
    promptTokens: 1_204,
    cachedTokens: 1_100,
    reasoningTokens: 0,
    replyTokens: 312,
    firstTokenMs: 84,
    tokensPerSecond: 61.4,
    endReason: 'stop',
  },
  ...change,
})

const thought = {
  reasoning: 'The user wants the minutes tidied up. I list the decisions first, then the table.\n\nKeep it short.',
  reasoningMs: 12_300,
}

export const messages: Record<string, Message[]> = {
  c0: [
    question('c0', 'Can you turn my notes from the board meeting into minutes? Keep it short.'),
    reply('c0', { text: markdown, ...thought }),
    question('c0', 'Thanks. And a one-line summary for the newsletter?'),
    reply('c0', {
      text: 'The board passed the 2027 budget, keeps the office until June and is negotiating the lease.',
    }),
  ],
  c1: [
    question('c1', 'Write to the landlord.\nThe heating in the stairwell has been broken since Monday.'),
    reply('c1', { text: 'Dear Mr Berg,\n\nsince Monday the heating in the', state: 'stopped' }),
    question('c1', 'Go on'),
    reply('c1', {
      text: 'Dear Mr Berg,\n\nsince Monday',
      state: 'failed',
      error: { code: 'engine-gone', message: 'The model stopped. The text up to here is saved.' },
    }),
  ],
  c5: [
    question('c5', 'مرحبا، كيف حالك اليوم؟'),
    reply('c5', { text: 'أنا بخير، شكرا لك.\n\n- أولا\n- ثانيا\n\nThis means: I am fine, thank you.' }),
    question('c5', '<img src=x onerror=alert(1)> ![tracker](https://evil.example/p.png)'),
    reply('c5', {
      text: 'Raw <b>HTML</b> stays text, [this](javascript:alert(1)) is no link, ![a picture](https://evil.example/p.png) is not loaded.\n\n<script>alert(1)</script>\n\nhttps://example.org is.',
    }),
  ],
}

const pages = (count: number, special: Record<number, PageState> = {}): PageState[] =>
  Array.from({ length: count }, (_, index) => special[index + 1] ?? 'read')

const job = (change: Partial<DocumentJob>): DocumentJob => ({
  id: 'j0',
  conversationId: 'c3',
  documentId: 'd0',
  options: { form: 'points' },
  name: 'harbour-report.md',
  state: 'done',
  pages: pages(12, { 4: 'empty', 9: 'failed' }),
  parts: { done: 7, total: 7 },
  merges: { done: 2, total: 2 },
  summary: [
    {
      text: 'The old ferry was repaired by the harbour office in March; the work took six weeks.',
      page: 1,
      passage: 2,
      isQuote: false,
    },
    { text: 'The market moved to the northern square in May.', page: 3, passage: 1, isQuote: true },
    {
      text: 'The bridge near the station stays closed until June, and a bus runs every ten minutes.',
      page: 5,
      passage: 2,
      isQuote: false,
    },
    { text: 'The museum counted 9,400 visitors in the summer.', page: 11, passage: 1, isQuote: true },
  ],
  account: '11 of 12 pages were read, in 7 parts; 1 holds no text, 1 could not be read.',
  ...change,
})

const listed: readonly DocumentJob[] = [
  job({}),
  job({
    id: 'j1',
    documentId: 'd1',
    name: 'A very long name of a document that the archive gave us in the spring of 2026.txt',
    state: 'running',
    pages: pages(412),
    parts: { done: 11, total: 37 },
    merges: { done: 0, total: 5 },
    remainingMs: 240_000,
    summary: [],
    account: undefined,
  }),
  job({
    id: 'j2',
    documentId: 'd2',
    name: 'notes.txt',
    state: 'paused',
    summary: [],
    account: undefined,
    parts: { done: 2, total: 6 },
  }),
  job({
    id: 'j3',
    documentId: 'd3',
    name: 'letters.txt',
    state: 'failed',
    pages: [],
    summary: [],
    account: undefined,
    error: { code: 'document-unreadable', message: 'This is not a text file, although its name says so.' },
  }),
  job({
    id: 'j4',
    documentId: 'd4',
    name: 'archive.pdf',
    pages: pages(2_400, { 700: 'failed', 1200: 'empty' }),
  }),
]

const forms = summaryJobs(job)
export const jobs: readonly DocumentJob[] = [...listed, ...forms]

const document = (change: Partial<AddedDocument>): AddedDocument => ({
  id: 'd0',
  conversationId: 'c3',
  name: 'harbour-report.md',
  kind: 'markdown',
  bytes: 43_210,
  state: 'read',
  pages: { total: 12, empty: 1, failed: 1 },
  tokens: 9_400,
  remarks: ['3 hidden characters were removed.'],
  isAttached: false,
  ...change,
})

const kindOf = (name: string) => (name.endsWith('.pdf') ? 'pdf' : name.endsWith('.md') ? 'markdown' : 'text')

export const documents: AddedDocument[] = [
  ...listed.map(({ documentId, name, pages }) =>
    document({
      id: documentId,
      name,
      kind: kindOf(name),
      pages: { total: pages.length, empty: 0, failed: 0 },
      remarks: [],
    }),
  ),
  document({ id: 'd0' }),
]

/** In the composer of a conversation that has not begun. */
export const attached: AddedDocument[] = [
  document({ id: 'a0', conversationId: null, isAttached: true }),
  document({
    id: 'a1',
    conversationId: null,
    name: 'Annual report of the harbour office.pdf',
    kind: 'pdf',
    bytes: 3_100_000,
    pages: { total: 412, empty: 2, failed: 0 },
    tokens: 210_000,
    remarks: [],
    isAttached: true,
  }),
  document({
    id: 'a2',
    conversationId: null,
    name: 'scan.pdf',
    kind: 'pdf',
    state: 'reading',
    reading: { done: 2, total: 20, isPicture: true },
    languages: ['eng'],
    pages: { total: 0, empty: 0, failed: 0 },
    tokens: undefined,
    remarks: [],
    isAttached: true,
  }),
  document({
    id: 'a3',
    conversationId: null,
    name: 'secret.pdf',
    kind: 'pdf',
    state: 'failed',
    pages: { total: 0, empty: 0, failed: 0 },
    tokens: undefined,
    remarks: [],
    isAttached: true,
    error: {
      code: 'document-encrypted',
      message: 'This file needs a password. Enter it, or save the file without one and add it again.',
    },
  }),
]

const seen = (sees: 'passages' | 'whole', documentId: string): SeenDocument => {
  const pieces = [3, 8, 8, 21, 40, 77, 140, 141, 142, 260, 388, 411].map((page) => {
    return { page, passage: page % 5, start: 0, end: 90 }
  })
  const place = { documentId, messageId: '' }
  return sees === 'passages' ? { ...place, sees, pieces } : { ...place, sees }
}
const recipe = (documents: readonly SeenDocument[]): Recipe => ({
  ...initialSettings.defaults,
  seed: 7,
  date: '2026-11-05',
  told: { afterId: null, summary: null, jobIds: [], documents },
  reasoningControl: 'model',
})

messages.c7 = [
  { ...question('c7', 'How many people does the ferry carry, and what did it cost?'), documentIds: ['d1', 'd2'] },
  reply('c7', {
    text: 'The ferry carries **40 people** [1, p. 8:3], and the repair took six weeks [1, p. 21:1, 1, p. 40:2].\n\n- The office paid 12,000 euros【2, p. 3:1】\n- It says “The harbour is closed for good” [2, p. 4:9].',
    recipe: recipe([seen('passages', 'd1'), seen('whole', 'd2')]),
  }),
]

const cardsOf = (conversationId: string, shown: readonly DocumentJob[]): Message[] =>
  shown.map((each) => ({ ...base(conversationId, null), role: 'document', jobId: each.id }))
messages.c3 = cardsOf('c3', listed)
messages.c10 = cardsOf('c10', forms)

messages.c9 = Array.from({ length: 1_000 }, (_, index) => [
  question('c9', `Question ${index + 1} about chapter ${(index % 40) + 1}?`),
  reply('c9', {
    text: index % 5 === 0 ? markdown : `Answer ${index + 1}. Dorothea thinks about it for **a while**.\n\n- One\n- Two`,
  }),
]).flat()

export const longReply = `${markdown}\n\n`.repeat(3)

export const presets: readonly Preset[] = [
  { id: 'p1', name: 'Exact', settings: { ...initialSettings.defaults, effort: 'high', temperature: 0, seed: 7 } },
  { id: 'p2', name: 'Poet', settings: { ...initialSettings.defaults, instructions: 'Answer in rhymes.\nBe brief.' } },
]

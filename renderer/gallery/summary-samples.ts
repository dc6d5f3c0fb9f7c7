import type { DocumentJob, SummaryPoint } from '../../contract/documents.js'
import { type SummaryForm, summaryFormNames } from '../../contract/summary-forms.js'

const point = (page: number, text: string, heading?: string, more: Partial<SummaryPoint> = {}): SummaryPoint => ({
  text,
  page,
  passage: 1,
  isQuote: false,
  support: 0.9,
  unfound: [],
  ...(heading !== undefined && { heading }),
  ...more,
})

const summaries: Readonly<Record<SummaryForm, readonly SummaryPoint[]>> = {
  points: [
    point(1, 'The old ferry was repaired by the harbour office in March; the work took six weeks.'),
    point(
      3,
      'The market moved to the northern square in May, with 4,350 visitors from Ghent on its first day.',
      undefined,
      {
        unfound: ['4,350', 'Ghent'],
      },
    ),
    point(5, 'The harbour master said that “no ferry will sail on Sundays again”.', undefined, {
      missingQuotes: ['no ferry will sail on Sundays again'],
    }),
    point(11, 'The museum counted 9,400 visitors in the summer.', undefined, { support: 0.2 }),
  ],
  paragraph: [
    point(1, 'The old ferry was repaired in March.'),
    point(2, 'It carries 40 people.'),
    point(3, 'The market moved to the northern square in May.', undefined, { support: 0.3 }),
    point(11, 'The museum counted 9,400 visitors in the summer, most of whom came by train.'),
  ],
  page: Array.from({ length: 12 }, (_, index) =>
    point(
      index + 1,
      `In month ${index + 1} the ferry carried ${index * 310 + 400} people and sailed ${index + 20} times.`,
    ),
  ),
  sections: [
    point(1, 'The old ferry was repaired in March.', 'Ferries'),
    point(2, 'It carries 40 people.', 'Ferries'),
    point(
      5,
      'The market moved to the northern square.',
      'The market and the northern square in the year of the bridge',
    ),
  ],
  table: [
    point(1, '40 people', 'Capacity of the ferry'),
    point(2, 'Six weeks', 'Duration of the repair'),
    point(5, '9,400', 'Visitors of the museum in the summer', { unfound: ['9,400'] }),
    point(
      7,
      'https://harbour.example/reports/2026/annual-report-of-the-harbour-office-with-all-its-annexes.pdf',
      'Source',
    ),
  ],
  questions: [
    point(1, 'The harbour office, in March.', 'Who repaired the ferry?'),
    point(2, 'Six weeks.', 'How long did it take?', { support: 0.3 }),
    point(5, 'To the northern square.', 'Where did the market move?'),
  ],
  timeline: [
    point(1, 'The ferry was repaired.', 'March 2026'),
    point(3, 'The market moved to the northern square.', '5 May 2026'),
    point(4, 'There were 60 stalls.', '5 May 2026'),
    point(9, 'The bridge opens again.', 'June 2026'),
  ],
  plain: [point(1, 'They fixed the old boat. It took six weeks.'), point(3, 'The market has a new place.')],
}

const arabic: readonly SummaryPoint[] = [
  point(1, 'أُصلحت العبّارة القديمة في مارس، واستغرق العمل ستة أسابيع.'),
  point(2, 'انتقل السوق إلى الساحة الشمالية في مايو.', undefined, { unfound: ['4,350'] }),
]

const labels = { 1: 'i', 2: 'ii', 3: 'The market in the northern square and its stalls', 5: '12:00' }

/** One finished summary in each form, one in a script from right to left, and one of 600 pages. */
export const summaryJobs = (job: (change: Partial<DocumentJob>) => DocumentJob): readonly DocumentJob[] => [
  ...summaryFormNames.map((form) =>
    job({
      id: `form-${form}`,
      documentId: 'd0',
      options: { form, ...(form === 'plain' && { purpose: 'for my grandmother', language: 'English' }) },
      summary: summaries[form],
      labels,
    }),
  ),
  job({ id: 'arabic', documentId: 'd0', name: 'تقرير الميناء السنوي.pdf', summary: arabic }),
  job({
    id: 'many-pages',
    documentId: 'd0',
    name: 'a-very-long-name-without-any-space-that-the-archive-of-the-harbour-office-gave-us-in-the-spring-of-2026.pdf',
    pages: Array.from({ length: 600 }, (_, index) => (index === 300 ? 'failed' : index % 50 === 4 ? 'empty' : 'read')),
  }),
  job({
    id: 'being-written',
    documentId: 'd0',
    state: 'running',
    summary: summaries.points.slice(0, 2).map(({ text, page, isQuote }) => ({ text, page, isQuote })),
    account: undefined,
    remainingMs: 20_000,
    merges: { done: 1, total: 2 },
  }),
  job({
    id: 'planning',
    documentId: 'd0',
    state: 'running',
    summary: [],
    account: undefined,
    parts: { done: 0, total: 0 },
    merges: { done: 0, total: 0 },
  }),
  job({ id: 'cancelled', documentId: 'd0', state: 'cancelled', summary: [], account: undefined }),
  job({
    id: 'engine-gone',
    documentId: 'd0',
    state: 'failed',
    summary: [],
    account: undefined,
    error: {
      code: 'engine-gone',
      message: 'The model stopped 3 times at the same place. Finished parts are saved. Resume to try again.',
    },
  }),
]

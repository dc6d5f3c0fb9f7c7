import type { AssistantMessage } from '../../contract/chat.js'
import type { DocumentJob, JobState } from '../../contract/documents.js'
import { AppError } from '../../contract/errors.js'
import { markersIn, type NamedPlace } from '../../contract/page-markers.js'
import type { Requests } from '../../contract/requests.js'
import { marksOf, notesOf } from './account-samples.js'
import { drawnPage } from './drawn-page.js'
import { attached, jobs, messages } from './samples.js'
import type { World } from './world.js'

type Answered =
  | 'addDocuments'
  | 'beginDocument'
  | 'sendDocumentPiece'
  | 'endDocument'
  | 'pickDocuments'
  | 'addGivenFiles'
  | 'takeOpenedFiles'
  | 'getDocumentStorage'
  | 'removeOriginals'
  | 'getSystemLanguages'
  | 'removeDocument'
  | 'readAgain'
  | 'readInLanguages'
  | 'unlockDocument'
  | 'summariseDocuments'
  | 'pauseJob'
  | 'resumeJob'
  | 'cancelJob'
  | 'repeatJob'
  | 'readPageMarks'
  | 'readNotes'
  | 'readPage'
  | 'drawPage'
  | 'closeDrawings'
  | 'findInDocument'
  | 'findPage'
  | 'readSources'

const passage =
  'The old ferry was repaired by the harbour office in March. It carries 40 people. The work took six weeks.'
const emptyPage = 4
const passagesOf = (page: number) =>
  Array.from({ length: page === emptyPage ? 0 : 8 }, (_, index) => `Passage ${index + 1} on page ${page}. ${passage}`)

function jobOf(id: string): DocumentJob {
  const job = jobs.find((each) => each.id === id)
  if (!job) throw new AppError('not-found', 'This summary no longer exists.')
  return job
}

const refusedFile = {
  name: 'letter.doc',
  message: 'Parley can’t read old Word files. Save it as .docx and add that file.',
}
const folder = {
  name: 'Harbour case',
  count: 12,
  bytes: 3_400_000,
  hidden: 2,
  unreadable: ['plan.dwg', 'Letter.pages'],
  unreadableCount: 5,
}

/** The documents are those of the samples, whatever is dropped. */
export function documentRequests(world: World): Pick<Requests, Answered> {
  const setJob = async (id: string, state: JobState) => {
    const job = jobs.find((each) => each.id === id)
    if (job) world.publish(job.conversationId, { type: 'job', job: { ...job, state, error: undefined } })
  }
  return {
    addDocuments: async () => ({ refused: [], begun: [], documentIds: [] }),
    beginDocument: async () => 'arriving',
    sendDocumentPiece: async () => true,
    endDocument: async () => ({ refused: [], begun: [], documentIds: [] }),
    pickDocuments: async (what) => [what === 'files' ? { id: 'files' } : { id: 'folder', folder }],
    addGivenFiles: async (id) => ({ refused: id === 'files' ? [refusedFile] : [], begun: [], documentIds: [] }),
    takeOpenedFiles: async () => (world.options.has('folder') ? [{ id: 'folder', folder }] : []),
    getDocumentStorage: async () => ({ files: 34, fileBytes: 210_000_000, textBytes: 4_100_000 }),
    removeOriginals: async () => 34,
    getSystemLanguages: async () => ['eng', 'deu'],
    removeDocument: async (id) =>
      world.emit(
        'newDocumentsChanged',
        attached.filter((each) => each.id !== id),
      ),
    readAgain: async () => {},
    async unlockDocument() {},
    readInLanguages: async (id, languages) =>
      world.emit(
        'newDocumentsChanged',
        attached.map((each) => (each.id === id ? { ...each, languages } : each)),
      ),
    summariseDocuments: async () => ({ conversationId: 'c3', messageId: 'm' }),
    cancelJob: (id) => setJob(id, 'cancelled'),
    repeatJob: async () => {},
    pauseJob: (id) => setJob(id, 'paused'),
    resumeJob: (id) => setJob(id, 'running'),
    async readSources(messageId) {
      const { text } = Object.values(messages)
        .flat()
        .find(({ id }) => id === messageId) as AssistantMessage
      const toLink = ({ page, passage = 1 }: NamedPlace) => ({
        documentId: 'd1',
        page,
        passage,
        quote: passage === 9 ? 'The harbour is closed for good.' : 'It carries 40 people.',
        isVerbatim: passage !== 9,
      })
      return { citations: markersIn(text).map(({ places }) => places.map(toLink)), passages: [] }
    },
    readPageMarks: async (id) => marksOf(jobOf(id)),
    readNotes: async (id) => notesOf(jobOf(id)),
    async readPage(documentId, page) {
      const passages = passagesOf(page)
      return { documentId, page, state: passages.length === 0 ? 'empty' : 'read', passages }
    },
    drawPage: async (_, page, options) => drawnPage(passagesOf(page), options),
    closeDrawings: async () => {},
    async findInDocument(_, query) {
      const places = passagesOf(1).flatMap((text, index) => {
        const start = text.toLowerCase().indexOf(query.toLowerCase())
        return start < 0 ? [] : [{ page: 1, passage: index + 1, start, end: start + query.length }]
      })
      return { places, isCut: false }
    },
    findPage: async (_, name) => Number(name),
  }
}

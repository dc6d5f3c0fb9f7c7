import { basename } from 'node:path'
import { app } from 'electron'
import type { DocumentJob } from '../../../../contract/documents.js'
import { AppError } from '../../../../contract/errors.js'
import { summaryAsText } from '../../../../contract/summary-text.js'
import { readFailureError } from '../../documents/document-kind.js'
import { JobRunner } from '../../documents/job-runner.js'
import { createReaderWindows } from '../../documents/reader-window.js'
import { accountFacts } from '../../documents/summary/account.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { newDocumentId } from '../../store/documents.js'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/store.js'
import type { Command } from './arguments.js'
import { CountedEngine } from './counted-engine.js'
import { readFile } from './read-file.js'
import { withModel } from './with-model.js'

type Options = Extract<Command, { name: 'summarise' }>

/** `summarise FILE`: the summary of one document, made as the app makes it, with the account. */
export async function summarise(options: Options) {
  const { file, model: folder, form } = options
  const reader = createReaderWindows()
  const document = await readFile(file, reader)
  if (document.pages.every(({ status }) => status !== 'read')) throw readFailureError('document-empty', document.kind)
  const store = openStore(app.getPath('userData'))
  try {
    const { id: conversationId } = store.conversations.create(basename(file))
    const { id: documentId } = store.documents.create({
      id: newDocumentId(),
      conversationId,
      name: basename(file),
      kind: document.kind,
      bytes: 0,
      hash: '',
    })
    await store.documents.storeText(documentId, document, [])
    const { id } = store.jobs.create(documentId, { form })
    return await withModel(folder, async (_, host) => {
      const engine = new CountedEngine(host)
      await new Promise<void>((resolve) => {
        const onJob = (job: DocumentJob) => {
          report(job)
          if (job.state === 'done' || job.state === 'failed') resolve()
        }
        const runner = new JobRunner({
          store,
          engine,
          queue: new EngineQueue(),
          whenRead: async () => {},
          onJob: () => onJob(store.jobs.get(id)),
        })
        runner.enqueue(id)
      })
      return resultOf(store, id, options, engine)
    })
  } finally {
    store.close()
  }
}

function resultOf({ jobs }: Store, id: string, { form }: Options, { stats }: CountedEngine) {
  const { pages, parts, summary, error } = jobs.get(id)
  if (error) throw new AppError(error.code, error.message)
  const facts = accountFacts({ pages, parts, notes: jobs.steps.notes(id).flat(), summary })
  const { read, empty, failed, unread, withoutNote, notes, notesUsed, supported, toCheck } = facts
  return {
    summary: summaryAsText({ summary, form }),
    points: summary.map(({ heading, text, page, isQuote, support = 0, unfound = [] }) => ({
      ...(heading !== undefined && { heading }),
      text,
      page: page ?? null,
      isQuote,
      support,
      unfound,
    })),
    account: {
      pages: facts.pages,
      read,
      empty,
      failed: [...failed, ...unread],
      withoutNote,
      parts: parts.total,
      notes,
      notesUsed,
      supported,
      toCheck,
    },
    stats,
  }
}

/** One line on stderr for each step; build/documents.mjs passes it on. */
function report({ state, parts, merges }: DocumentJob): void {
  if (state !== 'running' || parts.total === 0) return
  const isMerging = parts.done === parts.total && merges.total > 0
  const [what, { done, total }] = isMerging ? ['Combining: step', merges] : ['Notes: part', parts]
  console.error(`documents: ${what} ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`)
}

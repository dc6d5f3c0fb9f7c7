import type { Message } from '../../../contract/chat.js'
import type { DocumentJob } from '../../../contract/documents.js'
import type { EngineHost } from '../engine/engine-host.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import { emit } from '../ipc.js'
import { DocumentViews } from '../runs/document-views.js'
import type { TranscriptFeed } from '../runs/transcript-feed.js'
import { ocrLanguagesOf } from '../settings/ocr-languages-of.js'
import type { SettingsFile } from '../settings/settings.js'
import type { Store } from '../store/store.js'
import type { EndedWork } from '../window/notify-end.js'
import { Batches } from './batch/batches.js'
import { createDocuments, type Documents } from './documents.js'
import type { JobModels } from './job-models.js'
import { Originals } from './originals.js'
import { PageDrawer } from './page-drawer.js'
import { PageDrawings } from './page-drawings.js'
import { createReaderWindows } from './reader-window.js'

interface DocumentWorkOptions {
  readonly dataFolder: string
  readonly store: Store
  readonly engine: EngineHost
  readonly queue: EngineQueue
  readonly feed: TranscriptFeed
  readonly settings: SettingsFile
  readonly models: JobModels
  /** A message is new or changed. */
  readonly onMessage: (message: Message) => void
  readonly onConversation: (id: string) => void
  /** Work has begun or ended. */
  readonly onWork: () => void
  readonly tellOfEnd: (what: EndedWork['what'], conversationId: string, isDone: boolean) => void
}

/** Builds all that works on documents (readings, summaries, batches, drawings), and tells the windows of it. */
export function createDocumentWork(options: DocumentWorkOptions) {
  const { dataFolder, store, engine, queue, feed, settings, models } = options
  const { onMessage, onConversation, onWork, tellOfEnd } = options

  const onDocuments = (conversationId: string | null) => {
    if (conversationId === null) emit('newDocumentsChanged', documents.documentsOf(null))
    onWork()
  }
  const onEnd = (what: EndedWork['what'], conversationId: string, isDone: boolean) => {
    if (!feed.isWatched(conversationId)) store.conversations.setUnread(conversationId, true)
    tellOfEnd(what, conversationId, isDone)
  }
  const publishSent = (documentId: string, composer: string | null) => {
    const document = documents.document(documentId)
    if (document.conversationId !== null) feed.publish(document.conversationId, { type: 'document', document })
    onDocuments(composer)
  }
  const onDocumentSent = (documentId: string, composer: string | null) => {
    documents.sent(documentId)
    publishSent(documentId, composer)
  }

  const originals = new Originals(dataFolder)
  const drawings = new PageDrawings({
    documents: store.documents,
    originals,
    drawer: new PageDrawer(),
    passwordOf: (documentId) => documents.passwordOf(documentId),
  })
  const documents: Documents = createDocuments({
    store,
    engine,
    queue,
    models,
    reader: createReaderWindows(),
    originals,
    settings: () => ({
      ocrLanguages: ocrLanguagesOf(settings.value),
      keepsOriginals: settings.value.keepsOriginals,
    }),
    onMessage,
    onJob: (job: DocumentJob) => {
      feed.publish(job.conversationId, { type: 'job', job })
      if (job.state === 'done' || job.state === 'failed') onEnd('summary', job.conversationId, job.state === 'done')
      onConversation(job.conversationId)
    },
    onDocument(document) {
      const { conversationId } = document
      if (conversationId !== null) feed.publish(conversationId, { type: 'document', document })
      onDocuments(conversationId)
    },
    onSent: publishSent,
    onRemoved(documentId, conversationId) {
      if (conversationId !== null) feed.publish(conversationId, { type: 'document-removed', documentId })
      onDocuments(conversationId)
    },
  })
  const views = new DocumentViews({ store, documents, engine, queue, models })
  const batches: Batches = new Batches({
    store,
    engine,
    queue,
    models,
    documents,
    onMessage,
    onDocumentSent,
    onIdle: onConversation,
    onBatch: (batch) => feed.publish(batch.conversationId, { type: 'batch', batch }),
    onEvent({ messageId, conversationId, state }, event) {
      feed.publish(conversationId, { type: 'batch-event', messageId, event })
      if ('row' in event && state === 'running') return
      if (state === 'done' || state === 'failed') onEnd('batch', conversationId, state === 'done')
      onConversation(conversationId)
    },
  })
  return { documents, drawings, views, batches, onDocumentSent }
}

import { shell } from 'electron'
import type { RequestHandlers } from '../../../contract/requests.js'
import { markdownHtml } from '../../../markdown/to-html.js'
import { visibleText } from '../../../markdown/visible-text.js'
import type { EngineHost } from '../engine/engine-host.js'
import { openLink } from '../window/open-link.js'
import { writeClipboard } from '../window/write-clipboard.js'
import { asText } from './arguments.js'
import { type BackupOptions, createBackupRequests } from './backup-requests.js'
import { type BatchRequestOptions, createBatchRequests } from './batch-requests.js'
import { type ContextOptions, createContextRequests } from './context-requests.js'
import { type ConversationOptions, createConversationRequests } from './conversation-requests.js'
import { createDocumentRequests, type DocumentOptions } from './document-requests.js'
import { createDownloadRequests, type DownloadRequestOptions } from './download-requests.js'
import { createFilterRequests, type FilterRequestOptions } from './filter-requests.js'
import { createHistoryRequests, type HistoryOptions } from './history-requests.js'
import { createLockRequests, type LockOptions } from './lock-requests.js'
import { createModelRequests, type ModelRequestOptions } from './model-requests.js'
import { createOrderRequests, type OrderOptions } from './order-requests.js'
import { createPageRequests, type PageOptions } from './page-requests.js'
import { createQueueRequests, type QueueOptions } from './queue-requests.js'
import { createQuickRequests, type QuickOptions } from './quick-requests.js'
import { createReplyRequests, type ReplyOptions } from './reply-requests.js'
import { createReviewRequests, type ReviewOptions } from './review-requests.js'
import { createSettingsRequests, type SettingsOptions } from './settings-requests.js'
import { createSupportRequests, type SupportOptions } from './support-requests.js'
import { createTaskRequests, type TaskOptions } from './task-requests.js'
import { createTemporaryRequests, type TemporaryOptions } from './temporary-requests.js'

type RequestOptions = ConversationOptions &
  ReplyOptions &
  SettingsOptions &
  ContextOptions &
  QueueOptions &
  BatchRequestOptions &
  DownloadRequestOptions &
  ModelRequestOptions &
  DocumentOptions &
  OrderOptions &
  PageOptions &
  HistoryOptions &
  SupportOptions &
  FilterRequestOptions &
  QuickOptions &
  BackupOptions &
  TaskOptions &
  ReviewOptions &
  LockOptions &
  TemporaryOptions & {
    readonly engine: EngineHost
    readonly dataFolder: string
  }

const maxCopiedCharacters = 50_000_000

/** Every request that a window can make, from the groups by subject. */
export function createRequests(options: RequestOptions) {
  const { engine, dataFolder } = options
  return {
    ...createConversationRequests(options),
    ...createReplyRequests(options),
    ...createSettingsRequests(options),
    ...createContextRequests(options),
    ...createQueueRequests(options),
    ...createDocumentRequests(options),
    ...createOrderRequests(options),
    ...createPageRequests(options),
    ...createBatchRequests(options),
    ...createHistoryRequests(options),
    ...createTemporaryRequests(options),
    ...createDownloadRequests(options),
    ...createModelRequests(options),
    ...createSupportRequests(options),
    ...createQuickRequests(options),
    ...createFilterRequests(options),
    ...createBackupRequests(options),
    ...createTaskRequests(options),
    ...createReviewRequests(options),
    ...createLockRequests(options),
    getEngineStatus: async () => engine.status,
    async loadModel() {
      engine.load()
    },
    async unloadModel() {
      engine.unload()
    },
    async copyText(text, form) {
      const copied = asText(text, maxCopiedCharacters)
      const isRich = form === 'markdown' || form === 'rich'
      const plain = form === 'rich' ? visibleText(copied) : copied
      await writeClipboard({ text: plain, ...(isRich && { html: markdownHtml(copied) }) })
    },
    async openLink(address) {
      await openLink(address)
    },
    async showDataFolder() {
      shell.showItemInFolder(dataFolder)
    },
  } satisfies RequestHandlers
}

import { conversationsMigration } from './0001-conversations.js'
import { documentsMigration } from './0002-documents.js'
import { repliesMigration } from './0003-replies.js'
import { shortenedFoldsMigration } from './0004-shortened-folds.js'
import { anyDocumentKindMigration } from './0005-any-document-kind.js'
import { searchByFormMigration } from './0006-search-by-form.js'
import { editsMigration } from './0007-edits.js'
import { searchProgressMigration } from './0008-search-progress.js'
import { documentsAndSummariesMigration } from './0009-documents-and-summaries.js'
import { findingsMigration } from './0010-findings.js'
import { readingOfDocumentsMigration } from './0011-reading-of-documents.js'
import { batchesMigration } from './0012-batches.js'
import { orderMigration } from './0013-order.js'
import { modelOfConversationMigration } from './0014-model-of-conversation.js'
import { shortWordsMigration } from './0015-short-words.js'
import { ownSettingsMigration } from './0016-own-settings.js'
import { queuedMessagesMigration } from './0020-queued-messages.js'
import { verdictsMigration } from './0021-verdicts.js'
import { projectDocumentsMigration } from './0022-project-documents.js'
import { tasksAndReviewsMigration } from './0023-tasks-and-reviews.js'
import type { Migration } from './migration.js'

export const migrations: readonly Migration[] = [
  conversationsMigration,
  documentsMigration,
  repliesMigration,
  shortenedFoldsMigration,
  anyDocumentKindMigration,
  searchByFormMigration,
  editsMigration,
  searchProgressMigration,
  documentsAndSummariesMigration,
  findingsMigration,
  readingOfDocumentsMigration,
  batchesMigration,
  orderMigration,
  modelOfConversationMigration,
  shortWordsMigration,
  ownSettingsMigration,
  queuedMessagesMigration,
  verdictsMigration,
  projectDocumentsMigration,
  tasksAndReviewsMigration,
]

import type { Batch, BatchEvent } from './batch.js'
import type { Message, ReplyState } from './chat.js'
import type { Cut } from './context.js'
import type { AddedDocument, DocumentJob } from './documents.js'
import type { Downloads } from './downloads.js'
import type { InheritedName } from './project.js'
import type { QueuedMessage } from './queued.js'
import type { ReplySettings } from './settings.js'

/** What a conversation's transcript shows: the last messages of the chosen path, in order, and all documents. */
export interface Transcript {
  readonly conversationId: string
  readonly messages: readonly Message[]
  /**
   * The ids of the messages before these, in order, with a space between two: one text takes a tenth of the time of ten
   * thousand. `loadMessages` returns the messages. Absent when there are none.
   */
  readonly earlierIds?: string
  readonly jobs: readonly DocumentJob[]
  readonly batches: readonly Batch[]
  /** All documents of the conversation, in the order they were added. */
  readonly documents: readonly AddedDocument[]
  readonly draft: string
  readonly queued: readonly QueuedMessage[]
  /** The texts of unfinished edits, by the id of the message or the cut. */
  readonly edits: Readonly<Record<string, string>>
  /** With those of its project. */
  readonly settings: ReplySettings
  /** What was chosen in the conversation itself, and does not come from its project; absent: nothing. */
  readonly ownNames?: readonly InheritedName[]
  /** The cuts of the chosen path, in order. */
  readonly cuts: readonly Cut[]
}

/** In state `reading`: what is read, and all of it: tokens of the prompt, or before that, parts of documents. */
export interface ReadAllProgress {
  readonly done: number
  readonly total: number
  readonly unit: 'token' | 'part'
}

/**
 * `snapshot` comes first. Each later change has the next sequence number, so that a reader detects a gap; one that stands for
 * several has that of the last one.
 */
export type TranscriptChange =
  | { readonly type: 'snapshot'; readonly transcript: Transcript }
  | { readonly type: 'message'; readonly message: Message }
  /** Another path was chosen: `messages` replace everything after `afterId` (null: the whole path). */
  | {
      readonly type: 'branch'
      readonly afterId: string | null
      readonly messages: readonly Message[]
      readonly cuts: readonly Cut[]
    }
  | {
      readonly type: 'text'
      readonly messageId: string
      readonly channel: 'answer' | 'reasoning'
      readonly text: string
      /** How many changes this one stands for (joined-texts.ts), if more than one. */
      readonly count?: number
    }
  | {
      readonly type: 'state'
      readonly messageId: string
      readonly state: ReplyState
      readonly reading?: ReadAllProgress
    }
  /** In state `reasoning`: when the reasoning began, in milliseconds since 1970, and its tokens. */
  | { readonly type: 'reasoning-progress'; readonly messageId: string; readonly since: number; readonly tokens: number }
  | { readonly type: 'job'; readonly job: DocumentJob }
  /** Comes before its message. */
  | { readonly type: 'batch'; readonly batch: Batch }
  | { readonly type: 'batch-event'; readonly messageId: string; readonly event: BatchEvent }
  | { readonly type: 'document'; readonly document: AddedDocument }
  | { readonly type: 'document-removed'; readonly documentId: string }
  | {
      readonly type: 'settings'
      readonly settings: ReplySettings
      readonly ownNames?: readonly InheritedName[]
    }
  /** All messages that wait for the end of a reply. */
  | { readonly type: 'queued'; readonly queued: readonly QueuedMessage[] }
  /** A cut is new or changed. */
  | { readonly type: 'cut'; readonly cut: Cut }
  | { readonly type: 'cut-removed'; readonly cutId: string }

export type TranscriptEvent = TranscriptChange & { readonly sequence: number }

/** Streams from main to a window: opened with `request`, each yields `event`s until it is closed. */
export interface Streams {
  /** A conversation's transcript and its changes. Fails with `not-found`. */
  conversation: { readonly request: { readonly conversationId: string }; readonly event: TranscriptEvent }
  /** Everything about downloads, at first and after each change. */
  downloads: { readonly request: object; readonly event: Downloads }
}

export const streamNames = { conversation: true, downloads: true } satisfies Record<keyof Streams, true>

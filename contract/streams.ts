import type { Message, ReplyState } from './chat.js'
import type { Cut } from './context.js'
import type { DocumentJob } from './documents.js'
import type { ReplySettings } from './settings.js'

/** Everything a conversation's transcript shows: the messages of the chosen path, in order, and their jobs. */
export interface Transcript {
  readonly conversationId: string
  readonly messages: readonly Message[]
  readonly jobs: readonly DocumentJob[]
  readonly draft: string
  readonly settings: ReplySettings
  /** Those of the chosen path, from the first to the last. */
  readonly cuts: readonly Cut[]
}

/** `snapshot` comes first; each later change has the next sequence number, so that a gap would be seen. */
export type TranscriptChange =
  | { readonly type: 'snapshot'; readonly transcript: Transcript }
  | { readonly type: 'message'; readonly message: Message }
  /** The path goes another way: what came after `afterId` (null: everything) gives way to `messages`. */
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
    }
  | {
      readonly type: 'state'
      readonly messageId: string
      readonly state: ReplyState
      /** Tokens of the prompt read and in all, in state `reading`. */
      readonly reading?: { readonly done: number; readonly total: number }
    }
  /** In state `thinking`. */
  | { readonly type: 'thinking'; readonly messageId: string; readonly since: number; readonly tokens: number }
  | { readonly type: 'job'; readonly job: DocumentJob }
  | { readonly type: 'settings'; readonly settings: ReplySettings }
  /** A cut is new or changed. */
  | { readonly type: 'cut'; readonly cut: Cut }
  | { readonly type: 'cut-removed'; readonly cutId: string }

export type TranscriptEvent = TranscriptChange & { readonly sequence: number }

/** A window asks main, many answers: each entry is opened with `request` and yields `event`s until it is closed. */
export interface Streams {
  /** The transcript of a conversation, live. Fails with `not-found` when there is no such conversation. */
  conversation: { readonly request: { readonly conversationId: string }; readonly event: TranscriptEvent }
}

export const streamNames = { conversation: true } satisfies Record<keyof Streams, true>

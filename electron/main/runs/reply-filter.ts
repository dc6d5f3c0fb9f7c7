import type { AssistantMessage } from '../../../contract/chat.js'

/** The content filter as a run needs it. */
export interface ReplyFilter {
  /** Whether the windows get no text of this reply until it is checked. */
  hold(reply: AssistantMessage): boolean
  /** Checks the question of a reply, if that is due. Throws `content-held` when it must not be sent. */
  admit(reply: AssistantMessage, signal: AbortSignal, onCheck: () => void): Promise<void>
  /** Checks a held reply whose end is stored. Throws the store's errors. */
  judge(reply: AssistantMessage, signal: AbortSignal, onCheck: () => void): Promise<void>
}

import type { Message } from './chat.js'

/** A version of a message that has others, in the tree of all versions of a conversation. */
export interface VersionNode {
  readonly messageId: string
  readonly role: Message['role']
  /** How its text begins; of a summary, the name of its document. */
  readonly words: string
  readonly createdAt?: number
  /** It is on the path that the window shows. */
  readonly isShown: boolean
  /** The messages from here to the next ones with versions. */
  readonly count: number
  /** The versions of the next message below that has several. */
  readonly children: readonly VersionNode[]
}

/** How many characters of a text a node has. */
export const maxVersionWords = 120

import { create } from 'zustand'
import type { AssistantMessage, Message } from '../../contract/chat.js'
import { request } from '../bridge.js'
import { stepTarget } from './compared-versions.js'
import { chooseVersion } from './replies.js'
import { reportError } from './view.js'

/** Two versions of a reply beside each other, the older one first until the user steps. */
type Comparison = readonly [AssistantMessage, AssistantMessage]

/** `null` while nothing is compared. */
export const useComparison = create<{ readonly sides: Comparison | null }>(() => ({ sides: null }))

export const endComparison = () => useComparison.setState({ sides: null })

/** Compares a reply with the version before it, or after it where it is the first. */
export async function compareVersions(reply: AssistantMessage): Promise<void> {
  const { previousId, nextId } = reply.versions ?? {}
  const other = await loadVersion(reply, previousId ?? nextId)
  if (other) useComparison.setState({ sides: previousId === undefined ? [reply, other] : [other, reply] })
}

/** Shows the next version on one side, or the one before. The other side keeps its own. */
export async function stepSide(side: 0 | 1, step: 1 | -1): Promise<void> {
  const { sides } = useComparison.getState()
  if (!sides) return
  const next = await loadVersion(sides[side], stepTarget(sides[side], sides[1 - side] ?? sides[side], step))
  if (!next || useComparison.getState().sides !== sides) return
  useComparison.setState({ sides: side === 0 ? [next, sides[1]] : [sides[0], next] })
}

/** Shows this version in the conversation, and ends the comparison. */
export function keepVersion(messageId: string): void {
  endComparison()
  chooseVersion(messageId)
}

async function loadVersion({ conversationId }: Message, id: string | undefined): Promise<AssistantMessage | undefined> {
  if (id === undefined) return undefined
  try {
    const [message] = await request.loadMessages(conversationId, [id])
    return message?.role === 'assistant' ? message : undefined
  } catch (error) {
    reportError(error)
    return undefined
  }
}

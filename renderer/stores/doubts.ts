import { create } from 'zustand'
import type { Doubts } from '../../contract/doubts.js'
import { request } from '../bridge.js'
import { reportError } from './view.js'

/** What a model found doubtful in a text of a reply; `doubts` is missing while it reads. */
export interface Weighed {
  readonly text: string
  readonly doubts?: Doubts
}

interface DoubtsState {
  readonly byMessage: Readonly<Record<string, Weighed>>
}

/** The doubtful words of replies in this window. They are not stored: asking for them again is cheap. */
export const useDoubts = create<DoubtsState>(() => ({ byMessage: {} }))

const put = (messageId: string, weighed: Weighed) =>
  useDoubts.setState(({ byMessage }) => ({ byMessage: { ...byMessage, [messageId]: weighed } }))

export function hideDoubts(messageId: string): void {
  useDoubts.setState(({ byMessage: { [messageId]: _, ...rest } }) => ({ byMessage: rest }))
}

/** Asks for the doubtful words of a reply, whose text this is. */
export async function findDoubts(messageId: string, text: string): Promise<void> {
  const asked: Weighed = { text }
  put(messageId, asked)
  const isWanted = () => useDoubts.getState().byMessage[messageId] === asked
  try {
    const doubts = await request.findDoubts(messageId)
    if (!isWanted()) return
    if (doubts) put(messageId, { text, doubts })
    else hideDoubts(messageId)
  } catch (error) {
    if (isWanted()) hideDoubts(messageId)
    reportError(error)
  }
}

import { request } from '../bridge.js'
import { reportError } from './view.js'

const saveAfterMs = 250

/** What was written since the start, by conversation: newer than what the store gave. */
const written = new Map<string | null, string>()
let pending: { readonly conversationId: string | null; readonly text: string } | undefined
let timer: ReturnType<typeof setTimeout> | undefined

export const draftOf = (conversationId: string | null): string | undefined => written.get(conversationId)

export function writeDraft(conversationId: string | null, text: string): void {
  if (pending && pending.conversationId !== conversationId) saveDrafts()
  written.set(conversationId, text)
  pending = { conversationId, text }
  clearTimeout(timer)
  timer = setTimeout(saveDrafts, saveAfterMs)
}

/** The draft was sent. Main forgot it as it sent it, but a save may have been under way: so it is told once more. */
export function forgetDraft(conversationId: string | null): void {
  written.set(conversationId, '')
  if (pending?.conversationId === conversationId) {
    pending = undefined
    clearTimeout(timer)
  }
  request.saveDraft(conversationId, '').catch(reportError)
}

/** Saves what is not saved yet; also called when the window goes away. */
export function saveDrafts(): void {
  clearTimeout(timer)
  if (!pending) return
  const { conversationId, text } = pending
  pending = undefined
  request.saveDraft(conversationId, text).catch(reportError)
}

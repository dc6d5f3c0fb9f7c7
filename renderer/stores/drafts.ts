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

/** The draft is being sent. The store keeps it until main, which sends it, forgets it in the same step. */
export function takeDraft(conversationId: string | null): void {
  written.set(conversationId, '')
  if (pending?.conversationId !== conversationId) return
  pending = undefined
  clearTimeout(timer)
}

/** The draft was sent. Main forgot it, but a save may have been under way: so it is told once more. */
export function forgetDraft(conversationId: string | null): void {
  if (!written.get(conversationId)) request.saveDraft(conversationId, '').catch(reportError)
}

/** What is written in one conversation goes on in another one. */
export function moveDraft(from: string | null, to: string): void {
  const text = written.get(from)
  if (!text) return
  writeDraft(to, text)
  writeDraft(from, '')
}

/** Saves what is not saved yet; also called when the window goes away. */
export function saveDrafts(): void {
  clearTimeout(timer)
  if (!pending) return
  const { conversationId, text } = pending
  pending = undefined
  request.saveDraft(conversationId, text).catch(reportError)
}

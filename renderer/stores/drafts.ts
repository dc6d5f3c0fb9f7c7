import type { StoredDraft } from '../../contract/events.js'
import type { ReplySettings } from '../../contract/settings.js'
import { listen, request } from '../bridge.js'
import { mergedDraft } from './merged-draft.js'
import { reportError } from './view.js'

const saveAfterMs = 250

interface PendingDraft {
  readonly conversationId: string | null
  readonly text: string
  readonly settings: ReplySettings | undefined
}

/** Drafts typed since the window opened, by conversation; newer than those of the store. */
const drafts = new Map<string | null, string>()
let pending: PendingDraft | undefined
let timer: ReturnType<typeof setTimeout> | undefined

type DraftListener = (conversationId: string | null, text: string) => void
const listeners = new Set<DraftListener>()

/** Takes over what another window stores, so that the composer of a conversation has the same text in each. */
export function followDrafts(): void {
  listen('draftChanged', takeOver)
  // Before anything can be typed in another window.
  window.addEventListener('blur', saveDrafts)
}

function takeOver({ conversationId, text, settings }: StoredDraft): void {
  const mine = pending?.conversationId === conversationId ? pending.text : undefined
  const merged = mine === undefined ? text : mergedDraft(mine, text)
  if (mine === undefined) drafts.set(conversationId, text)
  else writeDraft(conversationId, merged, pending?.settings ?? settings)
  for (const listener of listeners) listener(conversationId, merged)
}

/** Calls `listener` with what another window has stored. Returns the function that ends it. */
export function onDraftElsewhere(listener: DraftListener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const draftOf = (conversationId: string | null): string | undefined => drafts.get(conversationId)

/** `settings`: those of a conversation that has not begun, where they differ from the defaults. */
export function writeDraft(conversationId: string | null, text: string, settings?: ReplySettings): void {
  if (pending && pending.conversationId !== conversationId) saveDrafts()
  drafts.set(conversationId, text)
  pending = { conversationId, text, settings }
  clearTimeout(timer)
  timer = setTimeout(saveDrafts, saveAfterMs)
}

/** Keeps a draft in this window alone: the stored one is not known yet and must not be overwritten. */
export const holdDraft = (conversationId: string | null, text: string) => void drafts.set(conversationId, text)

/**
 * Clears the draft while it is being sent. The store has it until main saves the message and clears the draft in one
 * step.
 */
export function takeDraft(conversationId: string | null): void {
  saveDrafts()
  drafts.set(conversationId, '')
}

/** Clears the stored draft once more after sending: an earlier save may have reached main after the message. */
export function forgetDraft(conversationId: string | null): void {
  if (!drafts.get(conversationId)) request.saveDraft(conversationId, '').catch(reportError)
}

/** Moves the draft of one conversation to another. */
export function moveDraft(from: string | null, to: string): void {
  const text = drafts.get(from)
  if (!text) return
  writeDraft(to, text)
  writeDraft(from, '')
}

/** Saves the pending draft at once; also called when the window closes. */
export function saveDrafts(): void {
  clearTimeout(timer)
  if (!pending) return
  const { conversationId, text, settings } = pending
  pending = undefined
  request.saveDraft(conversationId, text, settings).catch(reportError)
}

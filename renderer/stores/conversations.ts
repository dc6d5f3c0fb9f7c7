import { create } from 'zustand'
import type { Conversation, SearchHit } from '../../contract/chat.js'
import type { ReplySettings } from '../../contract/settings.js'
import { listen, request } from '../bridge.js'
import {
  type ConversationLists,
  neighbour,
  placeConversation,
  removeConversation,
  successor,
} from './conversation-list.js'
import { followTranscript, leaveTranscript } from './follow-transcript.js'
import { runningReply, type TranscriptState } from './transcript.js'
import { changeView, closeOverlay, notify, reportError } from './view.js'

/** What a search led to in the open conversation. */
export interface Found extends Omit<SearchHit, 'conversation' | 'messageId'> {
  readonly messageId: string
}

interface ConversationsStore extends ConversationLists {
  readonly isLoaded: boolean
  /** `null` is the conversation that is not begun. */
  readonly openId: string | null
  /** Of the open conversation; `null` until its snapshot is here. */
  readonly transcript: TranscriptState | null
  /** The stored draft of the conversation that is not begun, once it is known. */
  readonly newDraft: string | undefined
  /** Of the conversation that is not begun, once they differ from the defaults. The next one begins anew. */
  readonly newSettings: ReplySettings | undefined
  /** Counts what this window sent: whoever sends wants to see it, wherever they were reading. */
  readonly sends: number
  readonly place: 'conversations' | 'trash'
  readonly query: string
  /** `null` while there is no query or no answer yet. */
  readonly hits: readonly SearchHit[] | null
  /** Until something else is searched or opened. */
  readonly found: Found | null
}

export const useConversations = create<ConversationsStore>(() => ({
  conversations: [],
  trash: [],
  isLoaded: false,
  openId: null,
  transcript: null,
  newDraft: undefined,
  newSettings: undefined,
  sends: 0,
  place: 'conversations',
  query: '',
  hits: null,
  found: null,
}))

/** Loads the lists and keeps them true from then on. */
export async function followConversations(): Promise<void> {
  listen('conversationChanged', (conversation) =>
    useConversations.setState((state) => placeConversation(state, conversation)),
  )
  listen('conversationRemoved', ({ id }) => {
    useConversations.setState((state) => removeConversation(state, id))
    if (useConversations.getState().openId === id) openConversation(null)
  })
  const [conversations, trash] = await Promise.all([request.listConversations(), request.listTrash()])
  useConversations.setState({ conversations, trash, isLoaded: true })
}

export async function loadNewDraft(): Promise<void> {
  useConversations.setState({ newDraft: await request.loadDraft() })
}

/** Shows a conversation, or with `null` an empty one that begins with the first message. */
export function openConversation(id: string | null): void {
  closeOverlay()
  useConversations.setState({ found: null })
  if (id === useConversations.getState().openId) return
  useConversations.setState({ openId: id, transcript: null, newSettings: undefined })
  changeView({ conversationId: id })
  if (id === null) leaveTranscript()
  else followTranscript(id, setTranscript, onTranscriptEnd)
}

/** Shows a conversation where a search found something in it. */
export function openHit({ conversation, messageId, ...passage }: SearchHit): void {
  openConversation(conversation.id)
  if (messageId !== undefined) useConversations.setState({ found: { messageId, ...passage } })
}

function setTranscript(transcript: TranscriptState | null): void {
  useConversations.setState({ transcript })
}

function onTranscriptEnd(id: string, error: Error): void {
  if (useConversations.getState().openId !== id) return
  openConversation(null)
  reportError(error)
}

export function openNeighbour(step: 1 | -1): void {
  const { conversations, openId } = useConversations.getState()
  const next = neighbour(conversations, openId, step)
  if (next) openConversation(next.id)
}

export function newConversation(): void {
  showPlace('conversations')
  openConversation(null)
}

/** Sends to the open conversation and shows it. Throws when it was not sent; then nothing was saved. */
export async function sendMessage(text: string): Promise<void> {
  const { openId, newSettings } = useConversations.getState()
  const { conversationId } = await request.sendMessage(openId, text, openId === null ? newSettings : undefined)
  if (useConversations.getState().openId === openId) openConversation(conversationId)
  countSend()
}

export const countSend = () => useConversations.setState(({ sends }) => ({ sends: sends + 1 }))

export function renameConversation(id: string, title: string): void {
  const name = title.trim()
  if (name) request.renameConversation(id, name).catch(reportError)
}

/** `leadTo` is told which conversation stands in its place, `null` for none, and after Undo the one that came back. */
export async function trashConversation(id: string, leadTo: (id: string | null) => void): Promise<void> {
  const { conversations, openId } = useConversations.getState()
  const next = successor(conversations, id)
  try {
    await request.trashConversation(id)
  } catch (error) {
    reportError(error)
    return
  }
  const wasOpen = openId === id
  if (wasOpen) openConversation(next?.id ?? null)
  leadTo(next?.id ?? null)
  const undo = async () => {
    await restoreConversation(id)
    if (wasOpen) openConversation(id)
    leadTo(id)
  }
  notify({ message: 'Moved to Trash', isUndo: true, action: { label: 'Undo', run: () => void undo() } })
}

export async function restoreConversation(id: string): Promise<void> {
  await request.restoreConversation(id).catch(reportError)
}

export function emptyTrash(): void {
  request.emptyTrash().catch(reportError)
}

export function showPlace(place: 'conversations' | 'trash'): void {
  const { openId, trash, place: before } = useConversations.getState()
  useConversations.setState({ place, query: '', hits: null, found: null })
  const isTrashed = trash.some(({ id }) => id === openId)
  if (place !== before && place === 'conversations' && isTrashed) openConversation(null)
}

const searchAfterMs = 120
let searchTimer: ReturnType<typeof setTimeout> | undefined

export function search(query: string): void {
  useConversations.setState(query.trim() ? { query, found: null } : { query, hits: null, found: null })
  clearTimeout(searchTimer)
  if (query.trim()) searchTimer = setTimeout(() => void ask(query), searchAfterMs)
}

async function ask(query: string): Promise<void> {
  try {
    const hits = await request.searchConversations(query)
    if (useConversations.getState().query === query) useConversations.setState({ hits })
  } catch (error) {
    reportError(error)
  }
}

export const openConversationOf = (state: ConversationsStore): Conversation | undefined =>
  state.openId === null
    ? undefined
    : (state.conversations.find(({ id }) => id === state.openId) ?? state.trash.find(({ id }) => id === state.openId))

export const isReplying = (state: ConversationsStore) => runningReply(state.transcript) !== undefined

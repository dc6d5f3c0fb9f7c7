import { create } from 'zustand'
import { type Conversation, isTemporary, type Passage, type SearchHit } from '../../contract/chat.js'
import type { AddedDocument } from '../../contract/documents.js'
import type { SearchOrder } from '../../contract/search-query.js'
import type { ReplySettings } from '../../contract/settings.js'
import { listen, request } from '../bridge.js'
import {
  addPage,
  type ConversationLists,
  findConversation,
  neighbour,
  placeConversations,
  removeConversations,
} from './conversation-list.js'
import { draftOf, moveDraft, saveDrafts } from './drafts.js'
import { followTranscript, leaveTranscript } from './follow-transcript.js'
import { idle } from './idle.js'
import { messageOfQuery } from './like.js'
import { loadPages } from './load-pages.js'
import { withPendingChanges } from './pending-changes.js'
import { runningReply, type TranscriptState } from './transcript.js'
import { forgetIds } from './undo.js'
import { changeView, closePanels, notify, openPage, reportError, saveView, useView } from './view.js'

/** The passage that a search opened in the open conversation. Its place is known after a step from another one. */
export type FoundPassage = Omit<Passage, 'place' | 'count'> &
  Partial<Pick<Passage, 'place' | 'count'>> &
  Pick<SearchHit, 'isInReasoning'> & {
    /** Found within the conversation: the `nth` place of a part of the message, from 0. */
    readonly occurrence?: { readonly part: string; readonly nth: number }
  }

interface RequestedReply {
  /** The visit in which it was requested. */
  readonly visit: number
  /** Called when the user stops it. */
  readonly stop: () => void
}

/** What the sidebar lists. */
export type Place = 'conversations' | 'archive' | 'trash'

interface ConversationsStore extends ConversationLists {
  readonly isLoaded: boolean
  /** `null` for a new conversation, which has no messages yet. */
  readonly openId: string | null
  /** The transcript of the open conversation; `null` until its snapshot arrives. */
  readonly transcript: TranscriptState | null
  /** The stored draft of a new conversation; `undefined` until loaded. */
  readonly newDraft: string | undefined
  /** The settings of a new conversation if they differ from the defaults. Reset with each one, unless its draft is kept. */
  readonly newSettings: ReplySettings | undefined
  /** The folder in which a new conversation begins. */
  readonly newFolderId: string | undefined
  /** How often this window has sent something. A change scrolls the transcript to its end. */
  readonly sends: number
  /** How often the user has opened a conversation. A late response compares it, so as not to switch back. */
  readonly visits: number
  /** The reply that was requested last and is not in the transcript yet. */
  readonly requested: RequestedReply | null
  readonly place: Place
  readonly query: string
  /** `null` while there is no query or no result yet. */
  readonly hits: readonly SearchHit[] | null
  /** Another query, when this one found nothing. */
  readonly suggestion: string | undefined
  /** Older conversations may be missing in `hits`: they are still being indexed. */
  readonly isPartial: boolean
  readonly searchOrder: SearchOrder
  /** The query that `hits` belong to: while a new one is searched, the old hits stay. */
  readonly hitsQuery: string
  /** Reset by the next search and by opening a conversation. */
  readonly found: FoundPassage | null
}

export const useConversations = create<ConversationsStore>(() => ({
  conversations: [],
  trash: [],
  isLoaded: false,
  openId: null,
  transcript: null,
  newDraft: undefined,
  newSettings: undefined,
  newFolderId: undefined,
  sends: 0,
  visits: 0,
  requested: null,
  place: 'conversations',
  query: '',
  hits: null,
  suggestion: undefined,
  isPartial: false,
  searchOrder: 'rank',
  hitsQuery: '',
  found: null,
}))

/** Loads the lists and keeps them up to date. */
export async function followConversations(): Promise<void> {
  listen('conversationsChanged', (conversations) =>
    useConversations.setState((state) => placeConversations(state, conversations.map(withPendingChanges))),
  )
  listen('conversationsRemoved', (ids) => {
    for (const id of ids) removedIds.add(id)
    useConversations.setState((state) => removeConversations(state, ids))
    forgetIds(ids)
    const { openId } = useConversations.getState()
    if (openId !== null && ids.includes(openId)) openConversation(null)
  })
  listen('draftChanged', ({ conversationId, text, settings }) => {
    if (conversationId === null && text !== '') useConversations.setState({ newSettings: settings })
  })
  listen('listsChanged', () => {
    useConversations.setState({ conversations: [], trash: [] })
    void loadLists().catch(reportError)
  })
  listen('searchComplete', () => {
    const { isPartial, hitsQuery, query } = useConversations.getState()
    if (isPartial && hitsQuery === query) void requestHits(query)
  })
  await loadLists()
  useConversations.setState({ isLoaded: true })
}

/** Pages that main read before may still have these. */
const removedIds = new Set<string>()

/** Resolves when the first page of each list is there. */
async function loadLists(): Promise<void> {
  removedIds.clear()
  const show = (page: readonly Conversation[]) => {
    const present = page.filter(({ id }) => !removedIds.has(id))
    useConversations.setState((state) => addPage(state, present))
  }
  const lists = [request.listConversations, request.listTrash].map((load) => loadPages({ load, show, pause: idle }))
  whenAllListed = Promise.all(lists.map(({ all }) => all)).then(() => {})
  whenAllListed.catch(reportError)
  await Promise.all(lists.map(({ first }) => first))
}

/** Resolves when each conversation is in one of the lists. */
let whenAllListed = Promise.resolve()

/** Whether a conversation is listed outside the Trash, as soon as that is known. */
export async function isListed(id: string): Promise<boolean> {
  const isKnown = () => findConversation(useConversations.getState().conversations, id) !== undefined
  if (!isKnown()) await whenAllListed
  return isKnown()
}

export async function loadNewDraft(onNewDocuments: (documents: readonly AddedDocument[]) => void): Promise<void> {
  const { text, settings, documents } = await request.loadDraft()
  onNewDocuments(documents)
  useConversations.setState(({ newSettings }) => ({ newDraft: text, newSettings: newSettings ?? settings }))
}

/** The draft of a new conversation, as far as it is known. */
export const newDraftText = () => draftOf(null) ?? useConversations.getState().newDraft ?? ''

/** Opens a conversation, or a new one with `null`. */
export function openConversation(id: string | null): void {
  closePanels()
  show(id)
}

function show(id: string | null): void {
  useConversations.setState(({ visits }) => ({ visits: visits + 1, found: null, newFolderId: undefined }))
  rememberOpen(id)
  if (id === useConversations.getState().openId) return
  useConversations.setState(({ newSettings }) => ({
    openId: id,
    transcript: null,
    newSettings: newDraftText() === '' ? undefined : newSettings,
  }))
  if (id === null) leaveTranscript()
  else followTranscript(id, openTranscript, onTranscriptEnd)
}

function rememberOpen(id: string | null): void {
  // Of a temporary conversation nothing is written, so nothing leads to it either.
  const conversationId = isTemporary(id) ? null : id
  if (useView.getState().view.conversationId === conversationId) return
  changeView({ conversationId })
  // At once: after a crash the window opens where the user was.
  saveView()
}

/** Opens a conversation in another window, or in a half of the screen each. What is typed goes along. */
export function openInNewWindow(id: string, isBeside = false): void {
  saveDrafts()
  request.openInNewWindow(id, isBeside).catch(reportError)
}

/** Opens a conversation at the passage that a search found, and the page of a document beside it. */
export function openHit({ conversation, messageId, at: _, page, ...passage }: SearchHit): void {
  openConversation(conversation.id)
  if (messageId !== undefined) useConversations.setState({ found: { messageId, ...passage } })
  if (page) openPage({ documentId: page.documentId, page: page.page, passage: page.passage })
}

const openTranscript = {
  get: () => useConversations.getState().transcript,
  set: (transcript: TranscriptState | null) => useConversations.setState({ transcript }),
}

/** Scrolls to a message of the open conversation. @param words said to VoiceOver */
export function showMessage(messageId: string, words: string): void {
  useConversations.setState({ found: { messageId, snippet: words, matches: [] } })
}

function onTranscriptEnd(id: string, error: Error): void {
  if (useConversations.getState().openId !== id) return
  openConversation(null)
  reportError(error)
}

/** @param order the conversations as they are listed */
export function openNeighbour(order: readonly Conversation[], step: 1 | -1): void {
  const next = neighbour(order, useConversations.getState().openId, step)
  if (next) openConversation(next.id)
}

/** @param folderId the folder in which it begins */
export function newConversation(folderId?: string): void {
  showPlace('conversations')
  openConversation(null)
  useConversations.setState({ newFolderId: folderId })
}

interface Sent {
  readonly conversationId: string
  readonly messageId: string
}

/**
 * Asks main for a reply in the open conversation, which counts as replying from now on. If the user stops it before main
 * confirms, the reply is stopped then. `onConfirmed` may keep it busy. Throws what `ask` throws.
 */
export async function requestReply<T extends { readonly conversationId: string }>(
  ask: () => Promise<T>,
  onConfirmed?: (reply: T) => void,
): Promise<void> {
  const { visits } = useConversations.getState()
  let isStopped = false
  const requested: RequestedReply = {
    visit: visits,
    stop: () => {
      isStopped = true
    },
  }
  useConversations.setState({ requested })
  try {
    const reply = await ask()
    if (isStopped) request.stopReply(reply.conversationId).catch(reportError)
    onConfirmed?.(reply)
  } finally {
    settle(requested)
  }
}

function settle(requested: RequestedReply): void {
  useConversations.setState((state) => (state.requested === requested ? { requested: null } : {}))
}

/** Sends a message to the open conversation. Throws `AppError` when it was not sent; then nothing was saved. */
export async function sendMessage(text: string): Promise<void> {
  const { openId, newSettings, newFolderId, visits } = useConversations.getState()
  const settings = openId === null ? newSettings : undefined
  const folderId = openId === null ? newFolderId : undefined
  await requestReply(
    () => request.sendMessage(openId, text, settings, folderId),
    (sent) => {
      if (useConversations.getState().visits === visits) showSent(openId, sent)
    },
  )
}

/** Opens the conversation that main has just created. Text typed since becomes its draft. */
export function showBegun(conversationId: string): void {
  const { newFolderId: folderId } = useConversations.getState()
  if (folderId !== undefined) request.placeConversations([conversationId], { folderId }).catch(reportError)
  moveDraft(null, conversationId)
  show(conversationId)
}

/** Keeps the conversation busy until the message is in its transcript. */
function showSent(sentFrom: string | null, { conversationId, messageId }: Sent): void {
  if (sentFrom === null) showBegun(conversationId)
  countSend()
  const { visits } = useConversations.getState()
  const isWaiting = (state: ConversationsStore) => state.visits === visits && !state.transcript?.messages[messageId]
  if (!isWaiting(useConversations.getState())) return
  const requested: RequestedReply = { visit: visits, stop: () => settle(requested) }
  useConversations.setState({ requested })
  const unsubscribe = useConversations.subscribe((state) => {
    if (state.requested === requested && isWaiting(state)) return
    unsubscribe()
    settle(requested)
  })
}

/** Stops the reply of the open conversation, even if main has not confirmed it yet. */
export function stopReply(): void {
  const { openId, visits, requested } = useConversations.getState()
  if (requested?.visit === visits) requested.stop()
  if (openId) request.stopReply(openId).catch(reportError)
}

export const countSend = () => useConversations.setState(({ sends }) => ({ sends: sends + 1 }))

export function showPlace(place: Place): void {
  const { openId, trash, place: before } = useConversations.getState()
  useConversations.setState({ place, query: '', hits: null, found: null })
  const isTrashed = findConversation(trash, openId) !== undefined
  if (place !== before && place === 'conversations' && isTrashed) openConversation(null)
}

export function search(query: string): void {
  useConversations.setState(query.trim() ? { query, found: null } : { query, hits: null, found: null })
  if (query.trim()) void requestHits(query)
}

/** Shows the hits by how well they fit, or the newest first. */
export function orderHits(searchOrder: SearchOrder): void {
  const { query } = useConversations.getState()
  useConversations.setState({ searchOrder })
  void requestHits(query)
}

let isSearching = false

/** Asks main for one query at a time: the newest one is asked when the one before is answered. */
async function requestHits(query: string): Promise<void> {
  if (isSearching) return
  isSearching = true
  const { searchOrder } = useConversations.getState()
  const isNewest = () => {
    const now = useConversations.getState()
    return now.query === query && now.searchOrder === searchOrder
  }
  try {
    const { hits, suggestion, isPartial } = await request.searchConversations(query, searchOrder, messageOfQuery(query))
    if (isNewest()) useConversations.setState({ hits, suggestion, isPartial, hitsQuery: query })
  } catch (error) {
    reportError(error)
  } finally {
    isSearching = false
  }
  const { query: next } = useConversations.getState()
  if (!isNewest() && next.trim() !== '') await requestHits(next)
}

let stepsDone = Promise.resolve()

/** Shows the next passage that the search finds in the open conversation, or the one before. Each key press counts. */
export function openNextPassage(step: 1 | -1): void {
  stepsDone = stepsDone.then(() => showNextPassage(step)).catch(reportError)
}

async function showNextPassage(step: 1 | -1): Promise<void> {
  const { openId, query, found } = useConversations.getState()
  if (openId === null) return
  const passage = await request.nextPassage(openId, query, found?.messageId ?? null, step)
  const now = useConversations.getState()
  if (now.openId !== openId || now.query !== query) return
  if (passage) useConversations.setState({ found: passage })
  else notify({ message: `Nothing found for '${query.trim()}' in this conversation.` })
}

export const openConversationOf = (state: ConversationsStore): Conversation | undefined =>
  findConversation(state.conversations, state.openId) ?? findConversation(state.trash, state.openId)

/** Whether the list shows what the query found, or there is no query. */
export const isSearchDone = ({ query, hits, hitsQuery }: ConversationsStore) =>
  query.trim() === '' || (hits !== null && hitsQuery === query)

/** Whether there is no conversation yet, so that the window shows what Parley is. */
export const isFirstScreen = ({ isLoaded, conversations, openId }: ConversationsStore) =>
  isLoaded && conversations.length === 0 && openId === null

/** Whether the open conversation is in the Trash, where nothing can be added to it. */
export const isTrashOpen = (state: ConversationsStore) => openConversationOf(state)?.trashedAt !== undefined

/** Whether a reply of the open conversation is running or requested. */
export const isReplying = ({ transcript, visits, requested }: ConversationsStore) =>
  runningReply(transcript) !== undefined || requested?.visit === visits

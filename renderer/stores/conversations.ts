import { create } from 'zustand'
import type { Conversation, SearchHit } from '../../contract/chat.js'
import type { ReplySettings } from '../../contract/settings.js'
import { listen, request } from '../bridge.js'
import { type ConversationLists, neighbour, placeConversation, removeConversation } from './conversation-list.js'
import { moveDraft } from './drafts.js'
import { followTranscript, leaveTranscript } from './follow-transcript.js'
import { runningReply, type TranscriptState } from './transcript.js'
import { withMove } from './trash-moves.js'
import { changeView, closePanels, reportError } from './view.js'

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
  /** Counts the places that were gone to: an answer that comes late leaves whoever has gone on alone. */
  readonly visits: number
  /** The visit in which a message was sent that is not on the screen yet. */
  readonly sendingVisit: number | null
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
  visits: 0,
  sendingVisit: null,
  place: 'conversations',
  query: '',
  hits: null,
  found: null,
}))

/** Loads the lists and keeps them true from then on. */
export async function followConversations(): Promise<void> {
  listen('conversationChanged', (conversation) =>
    useConversations.setState((state) => placeConversation(state, withMove(conversation))),
  )
  listen('conversationRemoved', ({ id }) => {
    useConversations.setState((state) => removeConversation(state, id))
    if (useConversations.getState().openId === id) openConversation(null)
  })
  // Each list is set as it comes: a change that comes between the two is newer than the first.
  await Promise.all([
    request.listConversations().then((conversations) => useConversations.setState({ conversations })),
    request.listTrash().then((trash) => useConversations.setState({ trash })),
  ])
  useConversations.setState({ isLoaded: true })
}

export async function loadNewDraft(): Promise<void> {
  useConversations.setState({ newDraft: await request.loadDraft() })
}

/** Shows a conversation, or with `null` an empty one that begins with the first message. */
export function openConversation(id: string | null): void {
  closePanels()
  show(id)
}

function show(id: string | null): void {
  useConversations.setState(({ visits }) => ({ visits: visits + 1, found: null }))
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

interface Sent {
  readonly conversationId: string
  readonly messageId: string
}

/** Sends to the open conversation and shows it. Throws when it was not sent; then nothing was saved. */
export async function sendMessage(text: string): Promise<void> {
  const { openId, newSettings, visits } = useConversations.getState()
  useConversations.setState({ sendingVisit: visits })
  try {
    const sent = await request.sendMessage(openId, text, openId === null ? newSettings : undefined)
    if (stoppedVisit === visits) request.stopReply(sent.conversationId).catch(reportError)
    if (useConversations.getState().visits === visits) showSent(openId, sent)
  } catch (error) {
    useConversations.setState(({ sendingVisit }) => (sendingVisit === visits ? { sendingVisit: null } : {}))
    throw error
  }
}

/** Shows the conversation that has begun where none was; what was typed since belongs to it. */
export function showBegun(conversationId: string): void {
  moveDraft(null, conversationId)
  show(conversationId)
}

function showSent(sentFrom: string | null, { conversationId, messageId }: Sent): void {
  if (sentFrom === null) showBegun(conversationId)
  countSend()
  const { visits } = useConversations.getState()
  useConversations.setState({ sendingVisit: visits })
  const look = (state: ConversationsStore) => {
    const isHere = state.visits === visits
    if (isHere && !state.transcript?.messages[messageId]) return
    stop()
    if (isHere) useConversations.setState({ sendingVisit: null })
  }
  const stop = useConversations.subscribe(look)
  look(useConversations.getState())
}

/** The visit in which Stop was asked for before main had answered that the message is sent. */
let stoppedVisit: number | undefined

/** Stops the reply of the open conversation, also one that is only asked for. */
export function stopReply(): void {
  const { openId, visits, sendingVisit } = useConversations.getState()
  if (sendingVisit === visits) stoppedVisit = visits
  if (openId) request.stopReply(openId).catch(reportError)
}

export const countSend = () => useConversations.setState(({ sends }) => ({ sends: sends + 1 }))

export function renameConversation(id: string, title: string): void {
  const name = title.trim()
  if (name) request.renameConversation(id, name).catch(reportError)
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

/** A reply is being made in the open conversation, or is asked for. */
export const isReplying = ({ transcript, visits, sendingVisit }: ConversationsStore) =>
  runningReply(transcript) !== undefined || sendingVisit === visits

import type { AssistantMessage, Conversation, Message } from '../../contract/chat.js'
import type { Cut } from '../../contract/context.js'
import { AppError } from '../../contract/errors.js'
import type { Events } from '../../contract/events.js'
import type { Folder } from '../../contract/order.js'
import type { QueueEntry } from '../../contract/queue.js'
import { initialSettings, type ReplySettings, type Settings } from '../../contract/settings.js'
import type { Packet } from '../../contract/stream.js'
import type { TranscriptChange, TranscriptEvent } from '../../contract/streams.js'
import { batchesOf, batchMessages } from './batches.js'
import { filteredMessages } from './filter.js'
import { MessageTree } from './message-tree.js'
import { readingMessages } from './reading-samples.js'
import { reviewMessages } from './review-samples.js'
import { conversations, documents, jobs, messages, now } from './samples.js'

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const ownMessages: Readonly<Record<string, readonly Message[]>> = {
  c6: reviewMessages,
  c12: readingMessages,
  c13: filteredMessages,
}

const messagesOf = (conversationId: string): readonly Message[] =>
  ownMessages[conversationId] ?? messages[conversationId] ?? batchMessages[conversationId] ?? []

type Push = (change: TranscriptChange) => void

/** Replaces main and its store. Its state lives as long as the page. */
export class World {
  readonly options: URLSearchParams
  conversations: readonly Conversation[]
  folders: readonly Folder[] = []
  cuts: readonly Cut[] = []
  queue: readonly QueueEntry[] = []
  settings: Settings
  readonly #replySettings = new Map<string, ReplySettings>()
  readonly #trees = new Map<string, MessageTree>()
  readonly #listeners = new Map<string, Set<(event: never) => void>>()
  readonly #subscribers = new Map<string, Set<Push>>()

  constructor(options: URLSearchParams) {
    this.options = options
    this.settings = { ...initialSettings, contentFilter: options.has('filter') }
    const old = Array.from({ length: Number(options.get('many') ?? 0) }, (_, index) => ({
      id: `x${index}`,
      title: `Old conversation ${index}`,
      updatedAt: now - (100 + index) * 86_400_000,
      isBusy: false,
      isUnread: false,
    }))
    this.conversations = options.has('empty') ? [] : [...conversations, ...old]
  }

  /** Call before each write. With `?error` it fails as main does on a full disk. */
  write(): void {
    if (this.options.has('error')) throw new AppError('disk-full', 'There is no space left on the disk.')
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (event: Events[K]) => void)(event)
  }

  listen(name: string, listener: (event: never) => void): () => void {
    const all = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, all.add(listener))
    return () => void all.delete(listener)
  }

  tree(conversationId: string): MessageTree {
    const known = this.#trees.get(conversationId) ?? new MessageTree(messagesOf(conversationId))
    this.#trees.set(conversationId, known)
    return known
  }

  /** Finds the conversation of a message, even if another version is shown. */
  treeOf(messageId: string): { readonly conversationId: string; readonly tree: MessageTree } {
    for (const { id } of this.conversations) {
      const tree = this.tree(id)
      if (tree.has(messageId)) return { conversationId: id, tree }
    }
    throw new AppError('not-found', 'This message no longer exists.')
  }

  replySettings(conversationId: string | null): ReplySettings {
    return this.#replySettings.get(conversationId ?? '') ?? this.settings.defaults
  }

  setReplySettings(conversationId: string, settings: ReplySettings): void {
    this.#replySettings.set(conversationId, settings)
    this.publish(conversationId, { type: 'settings', settings })
  }

  changeConversation(id: string, change: Partial<Conversation>): void {
    const known = this.conversations.find((each) => each.id === id)
    const at = Date.now()
    const next = { id, title: '', updatedAt: at, isBusy: false, isUnread: false, ...known, ...change }
    this.conversations = [next, ...this.conversations.filter((each) => each.id !== id)].sort(
      (a, b) => b.updatedAt - a.updatedAt,
    )
    this.emit('conversationsChanged', [next])
  }

  setQueue(queue: readonly QueueEntry[]): void {
    this.queue = queue
    this.emit('queueChanged', queue)
  }

  /** Adds a message at the end, or replaces it. */
  put(message: Message): void {
    const tree = this.tree(message.conversationId)
    tree.set(message)
    this.publish(message.conversationId, { type: 'message', message: tree.get(message.id) })
  }

  /** Shows the version `messageId` and what follows it. */
  branch(conversationId: string, messageId: string): void {
    const tree = this.tree(conversationId)
    tree.choose(messageId)
    const afterId = tree.before(messageId).at(-1)?.id ?? null
    const cuts = this.cutsOf(conversationId)
    this.publish(conversationId, { type: 'branch', afterId, messages: tree.from(messageId), cuts })
  }

  /** Stores a grown reply, and publishes only the change. */
  grow(message: AssistantMessage, change: TranscriptChange): void {
    this.tree(message.conversationId).set(message)
    this.publish(message.conversationId, change)
  }

  cutsOf(conversationId: string): readonly Cut[] {
    const shown = new Set(this.tree(conversationId).path.map(({ id }) => id))
    return this.cuts.filter((cut) => cut.conversationId === conversationId && shown.has(cut.messageId))
  }

  putCut(cut: Cut): void {
    this.cuts = [...this.cuts.filter(({ id }) => id !== cut.id), cut]
    this.publish(cut.conversationId, { type: 'cut', cut })
  }

  publish(conversationId: string, change: TranscriptChange): void {
    for (const push of this.#subscribers.get(conversationId) ?? []) push(change)
  }

  /** Sends the transcript and its changes in packets, one in flight, as preload does. */
  follow(conversationId: string, onPacket: (packet: Packet<TranscriptEvent>) => Promise<void>): () => void {
    let sequence = 0
    let waiting: TranscriptEvent[] = []
    let isInFlight = false
    const flush = async () => {
      if (isInFlight || waiting.length === 0) return
      isInFlight = true
      const events = waiting
      waiting = []
      await onPacket({ events })
      isInFlight = false
      void flush()
    }
    const push: Push = (change) => {
      waiting.push({ ...change, sequence: sequence++ })
      void flush()
    }
    const all = this.#subscribers.get(conversationId) ?? new Set()
    this.#subscribers.set(conversationId, all.add(push))
    const transcript = {
      conversationId,
      messages: this.tree(conversationId).path,
      jobs,
      batches: batchesOf(conversationId),
      documents,
      draft: '',
      queued: [],
      edits: {},
      settings: this.replySettings(conversationId),
      cuts: this.cutsOf(conversationId),
    }
    push({ type: 'snapshot', transcript })
    return () => void all.delete(push)
  }
}

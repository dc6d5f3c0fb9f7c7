import type { Store } from '../../store/store.js'

/** What the store has acknowledged in a conversation. */
interface KnownConversation {
  /** The last turn at which it was renamed. */
  renamed: number
  /** A deletion has begun, and may have happened. */
  mayBeGone: boolean
  /** Since it was checked. */
  hasChanged: boolean
  readonly messages: Map<string, KnownMessage>
  readonly cuts: Set<string>
}

interface KnownMessage {
  readonly parentId: string | null
  /** Characters that are stored; of a user's message all of `text`. */
  length: number
  text?: string
  /** Of a reply: the one whose text it has, itself or the one that it continues. */
  sourceId?: string
  isEnded: boolean
}

/** The text that a child writes into a reply: numbered words without a gap, so that a loss in the middle shows. */
export const wholeText = (id: string) => Array.from({ length: 120 }, (_, word) => `${id.slice(0, 8)}-${word} `).join('')

/** Of a part of a conversation that was folded. */
export const summaryOf = (cutId: string) => `summary of ${cutId}`

/** What children have reported, line by line: only what a call of the store had returned from. */
export class Facts {
  readonly #conversations = new Map<string, KnownConversation>()
  /** The number with which a preset was saved last, by its name. */
  readonly #presets = new Map<string, number>()
  /** Lines that acknowledged something. */
  acknowledged = 0
  readonly reopenMs: number[] = []

  take(line: string): void {
    const [kind = '', id = '', ...rest] = line.split(' ')
    if (kind === 'opened') {
      this.reopenMs.push(Number(id))
      return
    }
    this.acknowledged++
    if (kind === 'preset') {
      this.#presets.set(id, Number(rest[0]))
      return
    }
    const conversation = this.#conversationOf(id)
    const [messageId = '', value = ''] = rest
    const message = conversation.messages.get(messageId)
    switch (kind) {
      case 'user':
        conversation.messages.set(messageId, {
          parentId: value === '-' ? null : value,
          text: rest.slice(2).join(' '),
          length: 0,
          isEnded: true,
        })
        break
      case 'reply':
        conversation.messages.set(messageId, {
          parentId: value,
          length: 0,
          sourceId: rest[2] ?? messageId,
          isEnded: false,
        })
        break
      case 'text':
        if (message) message.length = Number(value)
        break
      case 'end':
        if (message) message.isEnded = true
        break
      case 'cut':
        conversation.cuts.add(messageId)
        break
      case 'renamed':
        conversation.renamed = Number(messageId)
        break
      case 'deleting':
        conversation.mayBeGone = true
        break
      case 'deleted':
        this.#conversations.delete(id)
    }
  }

  #conversationOf(id: string): KnownConversation {
    const known = this.#conversations.get(id) ?? {
      renamed: -1,
      mayBeGone: false,
      hasChanged: true,
      messages: new Map(),
      cuts: new Set<string>(),
    }
    this.#conversations.set(id, known)
    known.hasChanged = true
    return known
  }

  /** Sentences about what is not in the store although it was acknowledged. Fills the search index. */
  lostFrom(store: Store): readonly string[] {
    while (!store.archive.fillSlice(() => false));
    const there = new Set(store.archive.conversationIds())
    const presets = new Map(store.presets.list().map(({ name, settings }) => [name, settings.seed ?? -1]))
    return [
      ...[...this.#presets].flatMap(([name, turn]) =>
        (presets.get(name) ?? -1) < turn ? [`The preset ${name} is gone or old.`] : [],
      ),
      ...[...this.#conversations].flatMap(([id, known]) => {
        if (there.has(id)) {
          const lost = lostOf(store, id, known)
          known.hasChanged = false
          return lost
        }
        if (!known.mayBeGone) return [`The conversation ${id} is gone.`]
        this.#conversations.delete(id)
        return []
      }),
    ]
  }
}

/** Searching takes most of the time, so only what has changed is searched for. */
function lostOf(
  store: Store,
  id: string,
  { renamed, messages, cuts, hasChanged }: KnownConversation,
): readonly string[] {
  const conversation = store.archive.conversation(id)
  const stored = new Map(conversation.messages.map((message) => [message.id, message]))
  const lost = conversation.messages.length > 0 && store.messages.path(id).length === 0 ? [`${id} shows nothing.`] : []
  if (renamed >= 0 && Number(conversation.title.split('-')[1]) < renamed) lost.push(`The title of ${id} is old.`)
  const isListed = conversation.trashedAt === undefined
  for (const [messageId, known] of messages) {
    const message = stored.get(messageId)
    if (!message) lost.push(`The message ${messageId} is gone.`)
    else if (message.parentId !== known.parentId) lost.push(`The message ${messageId} has another parent.`)
    else if (known.text !== undefined && message.text !== known.text) lost.push(`The text of ${messageId} has changed.`)
    else if (message.text.length < known.length || (known.sourceId && !isTextOf(known.sourceId, message.text)))
      lost.push(`Of the reply ${messageId}, ${known.length - message.text.length} characters are gone.`)
  }
  const storedCuts = new Map(store.cuts.ofConversation(id).map((cut) => [cut.id, cut]))
  for (const cutId of cuts) {
    if (storedCuts.get(cutId)?.summary !== summaryOf(cutId)) lost.push(`The fold ${cutId} is gone.`)
  }
  // The last word of each text stands in no other.
  const word = [...messages.values()]
    .findLast(({ text }) => text !== undefined)
    ?.text?.split(' ')
    .at(-1)
  if (hasChanged && word !== undefined && isListed && store.conversations.search(word, 1)[0]?.conversation.id !== id)
    lost.push(`A search for ${word} does not find ${id}.`)
  return lost
}

const isTextOf = (id: string, text: string) => wholeText(id).startsWith(text)

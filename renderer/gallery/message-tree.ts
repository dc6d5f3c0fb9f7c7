import type { Message } from '../../contract/chat.js'

/** Stands for the parent of the first message. */
const root = ''

/** The messages of one conversation with all their versions, and which of them are shown. */
export class MessageTree {
  readonly #messages = new Map<string, Message>()
  /** Ids of the versions by parent id. */
  readonly #versions = new Map<string, readonly string[]>()
  readonly #chosen = new Map<string, string>()

  /** @param path messages that follow each other; their `parentId` is ignored */
  constructor(path: readonly Message[]) {
    let parentId: string | null = null
    for (const message of path) {
      this.set({ ...message, parentId })
      parentId = message.id
    }
  }

  /** The shown messages, in order. */
  get path(): readonly Message[] {
    const path: Message[] = []
    for (let id = this.#chosen.get(root); id !== undefined; id = this.#chosen.get(id)) path.push(this.get(id))
    return path
  }

  get last(): Message | undefined {
    return this.path.at(-1)
  }

  has(id: string): boolean {
    return this.#messages.has(id)
  }

  get(id: string): Message {
    const message = this.#messages.get(id)
    if (!message) throw new Error(`There is no message ${id}.`)
    const all = this.#versions.get(message.parentId ?? root) ?? []
    if (all.length < 2) return message
    const at = all.indexOf(id)
    return {
      ...message,
      versions: { index: at + 1, count: all.length, previousId: all[at - 1], nextId: all[at + 1] },
    }
  }

  /** Adds a message and shows it, or replaces the one with the same id. */
  set(message: Message): void {
    const parent = message.parentId ?? root
    if (!this.#messages.has(message.id)) {
      this.#versions.set(parent, [...(this.#versions.get(parent) ?? []), message.id])
      this.#chosen.set(parent, message.id)
    }
    this.#messages.set(message.id, message)
  }

  choose(id: string): void {
    this.#chosen.set(this.get(id).parentId ?? root, id)
  }

  /** The shown messages from this one on. */
  from(id: string): readonly Message[] {
    const { path } = this
    return path.slice(path.findIndex((message) => message.id === id))
  }

  before(id: string): readonly Message[] {
    const { path } = this
    return path.slice(
      0,
      path.findIndex((message) => message.id === id),
    )
  }
}

import type { ModelName } from '../../../contract/chat.js'
import { chainOf, effectiveSettings, type InheritedName, projectDocumentIds } from '../../../contract/project.js'
import { type ReplySettings, replySettingNames } from '../../../contract/settings.js'
import type { Store } from '../store/store.js'

/** What conversations get from the project that they are in. Nothing of it is stored with them, so it goes when they leave. */
export class Inheritance {
  readonly #store: Pick<Store, 'conversations' | 'folders'>
  readonly #defaults: () => ReplySettings

  constructor(store: Pick<Store, 'conversations' | 'folders'>, defaults: () => ReplySettings) {
    this.#store = store
    this.#defaults = defaults
  }

  /** What was chosen in a conversation itself. Of one of an earlier version: what differs from the defaults. */
  ownNames(conversationId: string): readonly InheritedName[] {
    const { conversations } = this.#store
    const known = conversations.ownNames(conversationId)
    if (known) return known
    const [base, defaults] = [this.#base(conversationId), this.#defaults()]
    return replySettingNames.filter((name) => base[name] !== defaults[name])
  }

  settingsOf(conversationId: string): ReplySettings {
    const chain = this.#store.folders.chainOf(conversationId)
    return effectiveSettings(this.#base(conversationId), this.ownNames(conversationId), chain)
  }

  /** The model of the project, where none was chosen in the conversation. */
  modelOf(conversationId: string): ModelName | undefined {
    if (this.ownNames(conversationId).includes('model')) return undefined
    return this.#store.folders.chainOf(conversationId).find(({ project }) => project?.model)?.project?.model
  }

  /** The model of a project, for a conversation that begins in its folder. */
  modelIn(folderId: string | undefined): ModelName | undefined {
    const chain = folderId === undefined ? [] : chainOf(this.#store.folders.list(), folderId)
    return chain.find(({ project }) => project?.model)?.project?.model
  }

  /** The documents of the project of a conversation; for one that has not begun, of the folder in which it begins. */
  documentIdsOf(conversationId: string | null, folderId?: string): readonly string[] {
    const { folders } = this.#store
    if (conversationId !== null) return projectDocumentIds(folders.chainOf(conversationId))
    return folderId === undefined ? [] : projectDocumentIds(chainOf(folders.list(), folderId))
  }

  /** Stores settings as a window shows them: what differs from before was chosen in the conversation. */
  change(conversationId: string, given: ReplySettings): void {
    const before = this.settingsOf(conversationId)
    const changed = replySettingNames.filter((name) => given[name] !== before[name])
    const own = [...new Set([...this.ownNames(conversationId), ...changed])]
    const base = this.#base(conversationId)
    const chosen = Object.fromEntries(changed.map((name) => [name, given[name]]))
    this.#store.conversations.setSettings(conversationId, { ...base, ...chosen })
    this.#store.conversations.setOwnNames(conversationId, own)
  }

  setOwnModel(conversationId: string): void {
    const own = this.ownNames(conversationId)
    if (!own.includes('model')) this.#store.conversations.setOwnNames(conversationId, [...own, 'model'])
  }

  /** These are no longer chosen in the conversation: the project's are used again, else the defaults. */
  inherit(conversationId: string, names: readonly InheritedName[]): void {
    const { conversations } = this.#store
    const own = this.ownNames(conversationId).filter((name) => !names.includes(name))
    const defaults = this.#defaults()
    const settings = names.flatMap((name) => (name === 'model' ? [] : [[name, defaults[name]]]))
    conversations.setSettings(conversationId, { ...this.#base(conversationId), ...Object.fromEntries(settings) })
    conversations.setOwnNames(conversationId, own)
  }

  #base(conversationId: string): ReplySettings {
    return this.#store.conversations.settings(conversationId) ?? this.#defaults()
  }
}

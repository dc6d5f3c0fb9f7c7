import {
  type AssistantMessage,
  isRepeatable,
  type Message,
  type ModelName,
  type Recipe,
} from '../../../contract/chat.js'
import type { AnswerSources } from '../../../contract/documents.js'
import type { Continuation, GenerateRequest } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { ReplySettings, RetryChange, Settings } from '../../../contract/settings.js'
import type { Store } from '../store/store.js'
import { titleFrom } from '../store/title.js'
import { refuseTrashed } from '../trash/refuse-trashed.js'
import { answerSources } from './answer-sources.js'
import { leftOutOf, nextChannel, openingOf, requestedIn, viewsOf } from './continued-reply.js'
import { cutsOnPath } from './cuts-on-path.js'
import type { DocumentViews, ToldDocuments } from './document-views.js'
import { Inheritance } from './inheritance.js'
import { priorContextOf, requestFrom, visibleOf } from './prompt.js'
import { randomSeed, recipeFrom } from './recipe.js'
import { withReplyLanguage } from './reply-language.js'
import type { ReplyModels } from './reply-models.js'
import type { Runs } from './runs.js'
import type { TranscriptFeed } from './transcript-feed.js'

export interface RepliesOptions {
  readonly store: Store
  readonly models: ReplyModels
  readonly runs: Runs
  readonly feed: TranscriptFeed
  readonly told: ToldDocuments
  readonly views: Pick<DocumentViews, 'forNext'>
  readonly settings: () => Settings
  /** A document left the composer of a conversation (`null`: one that begins with it). */
  readonly onDocumentSent: (documentId: string, composer: string | null) => void
  /** A conversation has another model. */
  readonly onConversation: (id: string) => void
}

interface Sending {
  /** Whose draft and documents are sent (`null`: those of a new conversation); undefined for none. */
  readonly composer?: string | null
  readonly given?: ReplySettings | undefined
  /** The message waited. */
  readonly queuedId?: string
  /** Where a conversation that begins stands. */
  readonly folderId?: string | undefined
}

/**
 * What the user does to messages. Each action adds a version; only a failed reply without any text is replaced.
 */
export class Replies {
  readonly inheritance: Inheritance
  readonly #options: RepliesOptions

  constructor(options: RepliesOptions) {
    this.#options = options
    this.inheritance = new Inheritance(options.store, () => options.settings().defaults)
  }

  /** The model that makes the next reply of a conversation. It may have left the list. */
  modelOf(conversationId: string): ModelName {
    const { store, models } = this.#options
    const model = this.inheritance.modelOf(conversationId) ?? store.conversations.get(conversationId).model
    return model ? (models.find(model.id) ?? model) : models.chosen
  }

  /** Chooses the model of a conversation, and of new ones. Throws `not-found`, `model-…`, `disk-full`. */
  chooseModel(conversationId: string, modelId: string): void {
    this.#options.store.conversations.get(conversationId)
    this.#options.models.choose(modelId)
    this.inheritance.setOwnModel(conversationId)
    this.#setModel(conversationId, modelId)
    this.#options.onConversation(conversationId)
  }

  /**
   * What is requested from now on is made with the conversation's model, which it keeps. Throws `model-missing` if that is no
   * longer in the list, `model-incomplete`.
   */
  requestModel(conversationId: string): ModelName {
    const { models } = this.#options
    const { id } = this.#listedModel(conversationId)
    models.use(id)
    // That of a project is not kept: it goes when the conversation leaves the folder.
    const known = this.inheritance.modelOf(conversationId) && models.find(id)
    return known ?? this.#setModel(conversationId, id)
  }

  /** Loads the conversation's model at once, for the holder of the engine's turn. Throws like `requestModel`. */
  loadModel(conversationId: string): void {
    this.#options.models.loadInTurn(this.#listedModel(conversationId).id)
  }

  /** The settings of a conversation: its own, its project's, or the defaults. */
  settingsOf(conversationId: string): ReplySettings {
    return this.inheritance.settingsOf(conversationId)
  }

  /** The settings as the model gets them: those of a conversation, or these, with the language of all replies. */
  promptSettings(own: ReplySettings): ReplySettings {
    return withReplyLanguage(own, this.#options.settings().replyLanguage)
  }

  /**
   * The text that a reply starts with, and its channel. Undefined for a reply that the model started freely.
   *
   * @param leaveOut how many of the first tokens of that reasoning to leave out; undefined when unknown
   */
  continuationOf(reply: AssistantMessage, leaveOut = leftOutOf(reply)): Continuation | undefined {
    const channel = openingOf(reply.recipe)
    if (!channel) return undefined
    const base = this.#options.store.messages.continuedFrom(reply.id)
    const { reasoning, text } = base ?? { reasoning: '', text: '' }
    return { reasoning, text, channel, ...(reasoning !== '' && leaveOut !== undefined && { leaveOut }) }
  }

  /** The request that a reply was made from. Throws `not-found` for a reply without a recipe. */
  requestOf(reply: AssistantMessage): GenerateRequest {
    const { store, told } = this.#options
    if (!reply.recipe) throw new AppError('not-found', 'The prompt of this reply is not known.')
    return requestFrom(reply.recipe, store.messages.before(reply.id), told, this.continuationOf(reply))
  }

  /** What a finished reply rests on in the documents that it saw. */
  async sources(messageId: string): Promise<AnswerSources> {
    const { store, told } = this.#options
    const reply = store.messages.get(messageId)
    if (reply.role !== 'assistant') throw new AppError('refused', 'Only a reply rests on documents.')
    return answerSources(reply, store.messages.before(messageId), told)
  }

  /** The request of a reply to the conversation as it is, without a draft. */
  nextRequest = (conversationId: string) => this.#requestAfter(conversationId, this.#options.runs.path(conversationId))

  /** The request that a reply was made from, or for a text of a person or of another app one that stands in its place now. */
  async requestInPlaceOf(reply: AssistantMessage): Promise<GenerateRequest> {
    if (reply.recipe) return this.requestOf(reply)
    return this.#requestAfter(reply.conversationId, this.#options.store.messages.before(reply.id))
  }

  async #requestAfter(conversationId: string, path: readonly Message[]): Promise<GenerateRequest> {
    const { store, told, views } = this.#options
    const { messages } = visibleOf(path, store.cuts.ofConversation(conversationId))
    const documents = await views.forNext(path, messages, this.inheritance.documentIdsOf(conversationId))
    const recipe = this.#recipe(conversationId, path)
    return requestFrom({ ...recipe, told: { ...recipe.told, documents } }, path, told)
  }

  /** @param folderId where a conversation that begins stands */
  send(conversationId: string | null, text: string, given?: ReplySettings, folderId?: string) {
    return this.#send(conversationId, text, { composer: conversationId, given, folderId })
  }

  /** Begins a conversation with a message of no composer: the draft and the documents of a new one stay there. */
  begin(text: string) {
    return this.#send(null, text, {})
  }

  /** Sends a message that waited: it takes neither what is written nor the documents in the composer with it. */
  sendQueued(conversationId: string, text: string, queuedId: string) {
    return this.#send(conversationId, text, { queuedId })
  }

  #send(conversationId: string | null, text: string, { composer, given, folderId, queuedId }: Sending) {
    const { store, feed, runs, settings } = this.#options
    const { conversations, messages, drafts, documents } = store
    if (conversationId !== null) this.refuseBusy(conversationId)
    const { models } = this.#options
    const begun = this.inheritance.modelIn(folderId) ?? models.chosen
    const model = conversationId === null ? begun : this.requestModel(conversationId)
    if (conversationId === null) models.use(model.id)
    const { id, user, reply, sent } = store.atomically(() => {
      const id = conversationId ?? conversations.create(titleFrom(text), given ?? settings().defaults).id
      if (conversationId === null && folderId !== undefined) conversations.place([id], { folderId })
      if (composer !== undefined) drafts.save(composer, '')
      if (queuedId !== undefined) store.queued.take(queuedId)
      if (!this.inheritance.modelOf(id)) conversations.setModel(id, this.#remembered(model))
      const recipe = this.#recipe(id, messages.path(id))
      const added = messages.addExchange(id, text, model.name, recipe)
      const sent = composer === undefined ? [] : documents.send(composer, id, added.user.id)
      return { id, reply: added.reply, user: messages.get(added.user.id), sent }
    })
    for (const document of sent) this.#options.onDocumentSent(document.id, composer ?? null)
    feed.publish(id, { type: 'message', message: user })
    feed.publish(id, { type: 'message', message: reply })
    runs.start(reply)
    return { conversationId: id, messageId: user.id }
  }

  /** Makes another version for which the model reads all of the documents. */
  readAll(messageId: string): void {
    const old = this.#reply(messageId)
    const { store } = this.#options
    const model = this.requestModel(old.conversationId)
    const recipe = { ...this.#recipe(old.conversationId, store.messages.before(old.id)), readsAll: true as const }
    if (this.#isReplaceable(old)) this.#restart(old, recipe)
    else this.#begin(old, () => store.messages.addVersion(old.id, model.name, recipe))
  }

  regenerate(messageId: string, { modelId, ...change }: RetryChange = {}): void {
    const old = this.#reply(messageId)
    const { store } = this.#options
    if (modelId !== undefined) this.chooseModel(old.conversationId, modelId)
    const model = this.requestModel(old.conversationId)
    const fresh = this.#recipe(old.conversationId, store.messages.before(old.id), change)
    const recipe = old.recipe?.readsAll ? { ...fresh, readsAll: true as const } : fresh
    const isFresh = store.messages.continuedFrom(old.id) === undefined
    if (isFresh && this.#isReplaceable(old)) {
      this.#restart(old, recipe)
      return
    }
    // The seed of the settings would give the same text again; `repeat` is for that.
    const isChanged = modelId !== undefined || Object.keys(change).length > 0
    const version = isChanged ? recipe : { ...recipe, seed: randomSeed() }
    this.#begin(old, () => store.messages.addVersion(old.id, model.name, version))
  }

  /** Retries the last reply with its own settings, if it failed because the prompt did not fit. */
  retryContextFull(conversationId: string): void {
    const { conversations, messages } = this.#options.store
    if (conversations.get(conversationId).trashedAt !== undefined) return
    const last = messages.path(conversationId).at(-1)
    if (last?.role !== 'assistant' || last.error?.code !== 'context-full' || !this.#isReplaceable(last)) return
    if (!this.#options.models.find(this.modelOf(conversationId).id)) return
    this.requestModel(conversationId)
    const recipe = this.#recipe(conversationId, messages.before(last.id))
    this.#restart(last, { ...recipe, ...(last.recipe && requestedIn(last.recipe)) })
  }

  repeat(messageId: string): void {
    const old = this.#reply(messageId)
    const { store, models } = this.#options
    const { recipe, model } = old
    if (!recipe) throw new AppError('refused', 'The settings of this reply are not known.')
    const { modelId } = recipe
    if (modelId === undefined || !models.find(modelId)) {
      const message = `This reply was made by ${model}, which is no longer in the list. Only that model can give the same text again.`
      throw new AppError('refused', message)
    }
    if (!isRepeatable(old)) {
      throw new AppError(
        'refused',
        'You ended the thinking of this reply early, so the same seed would not give the same text.',
      )
    }
    if (modelId !== this.modelOf(old.conversationId).id) this.chooseModel(old.conversationId, modelId)
    this.requestModel(old.conversationId)
    const base = store.messages.continuedFrom(old.id)
    const add = () =>
      base ? store.messages.addContinuation(base.id, model, recipe) : store.messages.addVersion(old.id, model, recipe)
    this.#begin(old, add, leftOutOf(old))
  }

  continueReply(messageId: string): void {
    const old = this.#reply(messageId)
    if (old.text === '' && old.reasoning === '') {
      this.regenerate(messageId)
      return
    }
    const { store } = this.#options
    const model = this.requestModel(old.conversationId)
    const opening = (this.#isBlank(old) ? openingOf(old.recipe) : undefined) ?? nextChannel(old)
    const fresh = this.#recipe(old.conversationId, store.messages.before(old.id))
    const recipe = { ...fresh, opening, told: { ...fresh.told, ...viewsOf(old, fresh) } }
    if (this.#isReplaceable(old)) this.#restart(old, recipe)
    else this.#begin(old, () => store.messages.addContinuation(old.id, model.name, recipe))
  }

  /** Returns the id of the new version. */
  edit(messageId: string, text: string): { messageId: string } {
    const { store } = this.#options
    const old = store.messages.get(messageId)
    this.refuseBusy(old.conversationId)
    switch (old.role) {
      case 'document':
        throw new AppError('refused', 'A document cannot be edited here.')
      case 'assistant': {
        const { id } = this.#branch(old.conversationId, () => store.messages.editReply(messageId, text))
        return { messageId: id }
      }
      case 'user': {
        if (old.isBatch)
          throw new AppError(
            'refused',
            'These answers belong to this prompt. Add the documents again to ask another one.',
          )
        const model = this.requestModel(old.conversationId)
        const recipe = this.#recipe(old.conversationId, store.messages.before(old.id))
        const { user, reply } = this.#branch(old.conversationId, () =>
          store.messages.editExchange(messageId, text, model.name, recipe),
        )
        this.#options.runs.start(reply)
        return { messageId: user.id }
      }
    }
  }

  choose(messageId: string): void {
    const { messages } = this.#options.store
    const { conversationId } = messages.get(messageId)
    this.refuseBusy(conversationId)
    this.#branch(conversationId, () => messages.choose(messageId))
  }

  #begin(old: AssistantMessage, add: () => AssistantMessage, leaveOut?: number): void {
    const reply = this.#branch(old.conversationId, add)
    this.#options.runs.start(reply, this.continuationOf(reply, leaveOut))
  }

  #restart(old: AssistantMessage, recipe: Recipe): void {
    const { store, feed, runs } = this.#options
    const reply = store.messages.restartReply(old.id, this.modelOf(old.conversationId).name, recipe)
    feed.publish(reply.conversationId, { type: 'message', message: reply })
    runs.start(reply, this.continuationOf(reply))
  }

  /** The reply failed without new text and is the last message, so it can be made again in its place. */
  #isReplaceable(reply: AssistantMessage): boolean {
    const isLast = this.#options.store.messages.pathIds(reply.conversationId).at(-1) === reply.id
    return isLast && this.#isBlank(reply)
  }

  /** The reply failed and has no text beside what it started with. */
  #isBlank(reply: AssistantMessage): boolean {
    if (reply.state !== 'failed') return false
    const base = this.#options.store.messages.continuedFrom(reply.id)
    return reply.text === (base?.text ?? '') && reply.reasoning === (base?.reasoning ?? '')
  }

  /** Does `work`, which changes the conversation's path, and sends the new part of the path to the windows. */
  #branch<T>(conversationId: string, work: () => T): T {
    const { store, feed } = this.#options
    const before = store.messages.pathIds(conversationId)
    const result = work()
    const path = store.messages.pathIds(conversationId)
    const forked = path.findIndex((id, index) => id !== before[index])
    const from = forked < 0 ? path.length : forked
    const afterId = path[from - 1] ?? null
    const cuts = cutsOnPath(path, store.cuts.ofConversation(conversationId))
    feed.publish(conversationId, { type: 'branch', afterId, messages: store.messages.these(path.slice(from)), cuts })
    return result
  }

  #listedModel(conversationId: string): ModelName {
    const model = this.modelOf(conversationId)
    if (!this.#options.models.find(model.id)) throw new AppError('model-missing', goneMessage(model.name))
    return model
  }

  #setModel(conversationId: string, modelId: string): ModelName {
    const { store, models, onConversation } = this.#options
    const model = models.find(modelId)
    if (!model) throw new AppError('not-found', goneMessage('this model'))
    const remembered = this.#remembered(model)
    if (store.conversations.get(conversationId).model?.id !== remembered?.id) {
      store.conversations.setModel(conversationId, remembered)
      onConversation(conversationId)
    }
    return model
  }

  #remembered({ id, name }: ModelName): ModelName | null {
    return this.#options.models.isStored(id) ? { id, name } : null
  }

  /** The recipe of a new reply after the messages `before`. */
  #recipe(conversationId: string, before: readonly Message[], change?: RetryChange): Recipe {
    const { store, told } = this.#options
    const context = priorContextOf(before, store.cuts.ofConversation(conversationId), told)
    const settings = this.promptSettings(this.settingsOf(conversationId))
    return { ...recipeFrom(settings, context, change), modelId: this.modelOf(conversationId).id }
  }

  /** Returns the reply. Throws `refused` for another message, and like `refuseBusy`. */
  #reply(messageId: string): AssistantMessage {
    const message = this.#options.store.messages.get(messageId)
    if (message.role !== 'assistant') throw new AppError('refused', 'Only a reply can be made again.')
    this.refuseBusy(message.conversationId)
    return message
  }

  /** Throws `refused` when the conversation is in the Trash, or a reply or a summary is being made in it. */
  refuseBusy(conversationId: string): void {
    refuseTrashed(this.#options.store, conversationId)
    if (this.#options.runs.isRunning(conversationId)) {
      throw new AppError('refused', 'A reply is still being made here. Stop it first, or wait until it is done.')
    }
    if (this.#options.store.cuts.ofConversation(conversationId).some(({ state }) => state === 'waiting')) {
      throw new AppError('refused', 'A summary is being written here. Undo it first, or wait until it is done.')
    }
  }
}

const goneMessage = (name: string) =>
  `The model of this conversation, ${name}, is no longer in the list. Choose another model at the top of the window.`

import type { AssistantMessage, Message, ModelName } from '../../../contract/chat.js'
import type { Verdict } from '../../../contract/content-filter.js'
import { AppError, toFailure } from '../../../contract/errors.js'
import type { Model } from '../../../contract/models.js'
import type { Settings } from '../../../contract/settings.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue, EngineUser } from '../engine/engine-queue.js'
import { report } from '../log/report.js'
import type { ReplyFilter } from '../runs/reply-filter.js'
import type { Store } from '../store/store.js'
import { checkStopped } from '../store/stored-verdict.js'
import { checkRequest, policyIdOf } from './policy-prompt.js'
import { readAnswer } from './read-answer.js'

/** The models as the filter needs them. */
export interface FilterModels {
  /** The installed model that was made for policies; undefined: the loaded one checks. */
  safeguard(): ModelName | undefined
  /** Loads it at once, for the holder of the engine's turn. Throws `not-found`, `model-incomplete`. */
  loadInTurn(id: string): void
  /** See `Models.promise`. */
  promise(): () => void
}

interface ContentFilterOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly models: FilterModels
  readonly settings: () => Settings
  /** The decision on a message is new. */
  readonly onMessage: (message: Message) => void
  /** A check in the background has begun or ended. */
  readonly onWork: () => void
}

type Decision = Omit<Verdict, 'policyId' | 'isHeld' | 'isReleased'>

/** A message to decide on. One that is held stays so unless it is allowed. */
interface Due {
  readonly id: string
  readonly isHeld: boolean
}

/**
 * Checks messages with the policy of the user, before they are sent or shown or afterwards. Changes no text. Whatever goes
 * wrong makes a message unchecked, and never allowed.
 */
export class ContentFilter implements ReplyFilter {
  readonly #options: ContentFilterOptions
  readonly #later = new Map<string, { readonly aborter: AbortController; readonly done: Promise<void> }>()
  readonly #closing = new AbortController()

  constructor(options: ContentFilterOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#later.size === 0
  }

  /** Decides on what the last session left unchecked. Call once, before any window opens. */
  closeInterrupted(): void {
    for (const { id, verdict } of this.#options.store.messages.awaitingVerdict())
      if (verdict) this.#save(id, { ...verdict, ...unchecked(checkStopped) })
  }

  hold(reply: AssistantMessage): boolean {
    if (!this.#isDue('replies', 'before')) return false
    this.#await({ id: reply.id, isHeld: true })
    return true
  }

  async admit(reply: AssistantMessage, signal: AbortSignal, onCheck: () => void): Promise<void> {
    const question = this.#questionOf(reply)
    if (!question) return
    if (!this.#isDue('questions', 'before')) {
      // The filter was turned off since it held the message.
      if (question.verdict?.isHeld) this.#release(question.id, question.verdict)
      return
    }
    if (this.#isSettled(question.verdict)) return
    const due = { id: question.id, isHeld: true }
    this.#await(due)
    onCheck()
    const { conversationId, id: targetId } = reply
    await this.#check([due], { purpose: 'reply', conversationId, targetId }, signal)
    signal.throwIfAborted()
    const { verdict } = this.#options.store.messages.get(question.id)
    if (verdict?.isHeld) throw new AppError('content-held', heldWords[verdict.outcome])
  }

  async judge(reply: AssistantMessage, signal: AbortSignal, onCheck: () => void): Promise<void> {
    const { conversationId, id, state } = reply
    const due = { id, isHeld: true }
    const { messages } = this.#options.store
    const { text, reasoning } = messages.heldText(id)
    if (text === '' && reasoning === '') this.#save(id, null)
    else if (state !== 'done') this.#settle(due, unchecked(unfinished))
    else {
      onCheck()
      await this.#check([due], { purpose: 'reply', conversationId, targetId: id }, signal)
    }
  }

  /** Call when the end of a reply is stored. Checks in the background what is due afterwards. */
  onEnd(reply: AssistantMessage): void {
    const question = this.#questionOf(reply)
    const isDue = (message: Message | undefined, subject: 'questions' | 'replies') =>
      message !== undefined && this.#isDue(subject, 'after') && !this.#isSettled(message.verdict)
    const hasText = reply.text !== '' || reply.reasoning !== ''
    this.#checkLater(reply, [
      ...(isDue(question, 'questions') && question ? [question] : []),
      ...(isDue(reply, 'replies') && hasText ? [reply] : []),
    ])
  }

  /** Throws `refused` unless it could not be checked. */
  checkAgain(messageId: string): void {
    const message = this.#options.store.messages.get(messageId)
    if (message.verdict?.outcome !== 'unchecked')
      throw new AppError('refused', 'Only what is unchecked is checked again.')
    // The model may have been unloaded since.
    this.#options.engine.wake()
    this.#checkLater(message, [message])
  }

  /** Shows a held reply, or lets a held message be sent. Throws `refused` for another one. */
  release(messageId: string): void {
    const { verdict } = this.#options.store.messages.get(messageId)
    if (!verdict?.isHeld || verdict.outcome === 'waiting')
      throw new AppError('refused', 'The content filter does not hold this message.')
    this.#release(messageId, verdict)
  }

  /** The request of the check of a message. Throws `refused` when the policy is another one now. */
  requestOf(messageId: string, contextLength: number) {
    const { store, settings } = this.#options
    const { filterPolicy } = settings()
    if (store.messages.get(messageId).verdict?.policyId !== policyIdOf(filterPolicy)) {
      const message = 'The policy has been changed since this check, so that its prompt can’t be shown.'
      throw new AppError('refused', message)
    }
    return checkRequest(filterPolicy, store.messages.heldText(messageId), contextLength)
  }

  /** Ends a check in the background: what it was to decide on is unchecked. */
  cancel(targetId: string): void {
    this.#later.get(targetId)?.aborter.abort()
  }

  async stopAll(): Promise<void> {
    this.#closing.abort()
    await Promise.all([...this.#later.values()].map(({ done }) => done))
  }

  #isDue(subject: 'questions' | 'replies', time: Settings['filterTime']): boolean {
    const { contentFilter, filterSubject, filterTime } = this.#options.settings()
    return contentFilter && filterTime === time && (filterSubject === 'both' || filterSubject === subject)
  }

  /** The user wanted it anyway, or it was decided on with the present policy. */
  #isSettled(verdict: Verdict | undefined): boolean {
    if (verdict?.isReleased) return true
    const isDecided = verdict?.outcome === 'allowed' || (verdict?.outcome === 'flagged' && !verdict.isHeld)
    return isDecided && verdict?.policyId === policyIdOf(this.#options.settings().filterPolicy)
  }

  #questionOf({ parentId }: AssistantMessage): Message | undefined {
    const question = parentId === null ? undefined : this.#options.store.messages.get(parentId)
    return question?.role === 'user' && question.text !== '' ? question : undefined
  }

  #checkLater({ id: targetId, conversationId }: Message, due: readonly Message[]): void {
    if (due.length === 0 || this.#later.has(targetId) || this.#closing.signal.aborted) return
    const all = due.map(({ id, verdict }) => ({ id, isHeld: verdict?.isHeld === true }))
    for (const each of all) this.#await(each)
    const aborter = new AbortController()
    const signal = AbortSignal.any([aborter.signal, this.#closing.signal])
    const done = this.#check(all, { purpose: 'filter', conversationId, targetId }, signal).finally(() => {
      this.#later.delete(targetId)
      this.#options.onWork()
    })
    this.#later.set(targetId, { aborter, done })
    this.#options.onWork()
  }

  /** Decides on messages in one turn of the engine, so that another model is loaded once for all of them. Never rejects. */
  async #check(due: readonly Due[], user: EngineUser, signal: AbortSignal): Promise<void> {
    const { filterPolicy } = this.#options.settings()
    const left = new Set(due)
    try {
      await this.#inTurn(user, signal, async (model) => {
        for (const each of due) {
          this.#settle(each, await this.#ask(each.id, filterPolicy, model, signal), filterPolicy)
          left.delete(each)
        }
      })
    } catch (error) {
      const decision = unchecked(signal.aborted ? checkStopped : toFailure(error).message)
      for (const each of left) this.#settle(each, decision, filterPolicy)
    }
  }

  /** Loads the model that checks, and afterwards the one that was loaded before. */
  async #inTurn(user: EngineUser, signal: AbortSignal, work: (model: Model) => Promise<void>): Promise<void> {
    const { engine, queue, models } = this.#options
    // Without a model the turn would hold up what loads one.
    await engine.ready(signal)
    const release = await queue.acquire(user, signal)
    const safeguard = models.safeguard()
    const loadBack = safeguard && models.promise()
    try {
      if (safeguard) models.loadInTurn(safeguard.id)
      const model = await engine.ready(signal)
      if (safeguard && model.id !== safeguard.id)
        throw new AppError('interrupted', 'You chose another model during the check.')
      await work(model)
    } finally {
      loadBack?.()
      release()
    }
  }

  async #ask(id: string, policy: string, model: Model, signal: AbortSignal): Promise<Decision> {
    const { engine, store } = this.#options
    const request = checkRequest(policy, store.messages.heldText(id), model.contextLength)
    const answer = { text: '', isWhole: false }
    try {
      for await (const event of engine.generate(request, signal)) {
        if (event.type === 'text' && event.channel === 'answer') answer.text += event.text
        if (event.type === 'end') answer.isWhole = event.reason === 'stop' && !event.isMalformed
      }
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'context-full')) throw error
      return { ...unchecked(noRoom), model: model.name }
    }
    signal.throwIfAborted()
    return { ...readAnswer(answer), model: model.name }
  }

  #await(due: Due): void {
    this.#settle(due, { outcome: 'waiting', reason: '', rules: [] })
  }

  #settle({ id, isHeld }: Due, decision: Decision, policy = this.#options.settings().filterPolicy): void {
    const keeps = isHeld && decision.outcome !== 'allowed'
    this.#save(id, { ...decision, policyId: policyIdOf(policy), ...(keeps && { isHeld }) })
  }

  #release(id: string, { isHeld: _, ...verdict }: Verdict): void {
    this.#save(id, { ...verdict, isReleased: true })
  }

  #save(id: string, verdict: Verdict | null): void {
    try {
      this.#options.onMessage(this.#options.store.messages.setVerdict(id, verdict))
    } catch (error) {
      // It was deleted meanwhile. Else it stays as it is, and the next start makes it unchecked.
      if (!(error instanceof AppError && error.code === 'not-found'))
        report('A decision of the content filter was not stored.', error)
    }
  }
}

const unchecked = (reason: string): Decision => ({ outcome: 'unchecked', reason, rules: [] })

const noRoom = 'The message and the policy do not fit into the context of the model.'
const unfinished = 'The reply did not come to its end, so it was not checked.'

const heldWords: Readonly<Record<Verdict['outcome'], string>> = {
  waiting: 'Your message was not checked, so it was not sent.',
  allowed: '',
  flagged: 'The content filter flagged your message, so it was not sent.',
  unchecked: 'Your message could not be checked, so it was not sent.',
}

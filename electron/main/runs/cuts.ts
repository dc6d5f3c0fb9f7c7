import type { Message } from '../../../contract/chat.js'
import type { Cut } from '../../../contract/context.js'
import { AppError, toFailure } from '../../../contract/errors.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { CutEnd, Store } from '../store/store.js'
import { type ContextMeter, dropPlan, foldPlan, type Weight } from './context.js'
import { foldConversation } from './fold.js'
import type { SummaryOf } from './prompt.js'
import { cutsOnPath, type Replies } from './replies.js'
import type { Runs } from './runs.js'
import type { TranscriptFeed } from './transcript-feed.js'

interface CutsOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly feed: TranscriptFeed
  readonly runs: Runs
  readonly replies: Replies
  readonly meter: ContextMeter
  readonly summaryOf: SummaryOf
  readonly onConversation: (id: string) => void
  /** A write failed; the fold can be undone and made again. */
  readonly onUnsaved: (message: string) => void
}

interface Fold {
  readonly cut: Cut
  readonly aborter: AbortController
  summary: string
  done: Promise<void>
}

/** What the model no longer sees of a conversation that outgrew its context: the user chooses, and can undo it. */
export class Cuts {
  readonly #options: CutsOptions
  readonly #folds = new Map<string, Fold>()
  /** Folds that were undone since the start: their summary may be the user's own work. */
  readonly #undone = new Map<string, Cut>()

  constructor(options: CutsOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#folds.size === 0
  }

  /** Folds that a death of the app interrupted are gone: nothing was folded. Call once, before any window. */
  removeInterrupted(): void {
    const { cuts } = this.#options.store
    for (const { id } of cuts.unfinished()) cuts.remove(id)
  }

  /** Those that lie on the chosen path, in its order; a summary that is being written up to its last word. */
  onPath(conversationId: string, path: readonly Message[]): readonly Cut[] {
    return cutsOnPath(path, this.#options.store.cuts.ofConversation(conversationId)).map((cut) => this.#grown(cut))
  }

  async dropOldest(conversationId: string, draft: string): Promise<Cut> {
    const weight = await this.#weigh(conversationId, draft)
    const plan = dropPlan(weight.count, weight.weighed)
    if (!plan) throw tooLong(weight)
    const { store, feed } = this.#options
    const cut = store.cuts.add(conversationId, plan.messageId, 'dropped')
    feed.publish(conversationId, { type: 'cut', cut })
    this.#retry(cut)
    return cut
  }

  /** Resolves when the fold is in the queue. */
  async foldOldest(conversationId: string, draft: string): Promise<void> {
    const weight = await this.#weigh(conversationId, draft)
    const plan = foldPlan(weight.count, weight.weighed)
    if (!plan) throw tooLong(weight)
    const { store, onConversation } = this.#options
    const cut = store.cuts.add(conversationId, plan.messageId, 'folded')
    const fold: Fold = { cut, aborter: new AbortController(), summary: '', done: Promise.resolve() }
    this.#folds.set(cut.id, fold)
    this.#publish(cut)
    onConversation(conversationId)
    fold.done = this.#make(fold, weight, plan.count)
  }

  edit(cutId: string, summary: string): void {
    const { store, replies } = this.#options
    replies.refuseBusy(store.cuts.get(cutId).conversationId)
    this.#publish(store.cuts.setSummary(cutId, summary))
  }

  async undo(cutId: string): Promise<void> {
    const { store, replies } = this.#options
    const cut = store.cuts.get(cutId)
    const { conversationId, state, kind } = cut
    // What is still being written, or was not, tells no reply anything.
    if (state === 'done') replies.refuseBusy(conversationId)
    await this.#remove(cutId, conversationId)
    if (state === 'done' && kind === 'folded') this.#undone.set(cutId, cut)
  }

  /** Puts a fold back that was undone, with its summary. */
  restore(cutId: string): void {
    const { store, runs, replies } = this.#options
    const cut = this.#undone.get(cutId)
    if (!cut) throw new AppError('not-found', 'This summary is not kept any more. Fold the messages again.')
    replies.refuseBusy(cut.conversationId)
    const restored = store.cuts.restore(cut)
    this.#undone.delete(cutId)
    if (cutsOnPath(runs.path(cut.conversationId), [restored]).length > 0) this.#publish(restored)
  }

  async #remove(cutId: string, conversationId: string): Promise<void> {
    const { store, feed, onConversation } = this.#options
    const fold = this.#folds.get(cutId)
    fold?.aborter.abort()
    await fold?.done
    store.cuts.remove(cutId)
    feed.publish(conversationId, { type: 'cut-removed', cutId })
    onConversation(conversationId)
  }

  /** Resolves when no fold of the conversation is being made any more. */
  async stop(conversationId: string): Promise<void> {
    const folds = [...this.#folds.values()].filter(({ cut }) => cut.conversationId === conversationId)
    await Promise.all(folds.map(({ cut }) => this.#remove(cut.id, conversationId)))
  }

  /** The app quits: the next start finds folds without an end and removes them. */
  async stopAll(): Promise<void> {
    for (const { aborter } of this.#folds.values()) aborter.abort()
    await Promise.all([...this.#folds.values()].map(({ done }) => done))
  }

  async #make(fold: Fold, weight: Weight, count: number): Promise<void> {
    const { queue, engine, onConversation, onUnsaved } = this.#options
    const { id: targetId, conversationId } = fold.cut
    const { signal } = fold.aborter
    let release: (() => void) | undefined
    let end: CutEnd
    try {
      release = await queue.acquire({ purpose: 'fold', conversationId, targetId }, signal)
      const model = await engine.ready(signal)
      const folded = await foldConversation({
        engine,
        contextLength: model.contextLength,
        told: weight.told,
        count,
        summaryOf: this.#options.summaryOf,
        onText: (text) => {
          fold.summary = text
          this.#publish(fold.cut)
        },
        signal,
      })
      end = { state: 'done', ...folded }
    } catch (error) {
      const { code, message } = toFailure(error)
      end = { state: 'failed', error: { code, message } }
    } finally {
      release?.()
    }
    this.#folds.delete(fold.cut.id)
    // Undone: whoever aborted it removes it.
    if (signal.aborted) return
    const cut = this.#writeEnd(fold.cut, end)
    try {
      onConversation(conversationId)
      if (cut?.state === 'done') this.#retry(cut)
    } catch (error) {
      // The cut is stored and holds; the reply can be tried again by hand.
      onUnsaved(toFailure(error).message)
    }
  }

  /** Undefined when it could not be written: then the window shows a fold that failed. */
  #writeEnd(cut: Cut, end: CutEnd): Cut | undefined {
    try {
      const written = this.#options.store.cuts.finish(cut.id, end)
      this.#publish(written)
      return written
    } catch (error) {
      const { code, message } = toFailure(error)
      this.#publish({ ...cut, state: 'failed', error: { code, message } })
      this.#options.onUnsaved(message)
      return undefined
    }
  }

  /** A reply that did not fit is made again, unless the cut made room for a draft and took the reply's question too. */
  #retry({ conversationId, messageId }: Cut): void {
    const { store, replies } = this.#options
    if (store.messages.path(conversationId).at(-1)?.id !== messageId) replies.retryFull(conversationId)
  }

  async #weigh(conversationId: string, draft: string): Promise<Weight> {
    const { meter, store, runs, replies } = this.#options
    replies.refuseBusy(conversationId)
    const weight = await meter.weigh({
      path: runs.path(conversationId),
      cuts: store.cuts.ofConversation(conversationId),
      settings: replies.settingsOf(conversationId),
      draft,
    })
    if (!weight) throw new AppError('engine-gone', 'The model is not ready yet. Wait until it is, and try again.')
    // Something else may have begun while it was counted.
    replies.refuseBusy(conversationId)
    return weight
  }

  #publish(cut: Cut): void {
    this.#options.feed.publish(cut.conversationId, { type: 'cut', cut: this.#grown(cut) })
  }

  #grown(cut: Cut): Cut {
    const fold = this.#folds.get(cut.id)
    return fold && fold.summary !== '' ? { ...cut, state: 'writing', summary: fold.summary } : cut
  }
}

/** No cut is enough: says what of the things that no cut takes away is the largest, and what helps against it. */
function tooLong({ count, weighed }: Weight): AppError {
  const { instructions, summary, draft } = count.pieces
  const lastQuestion = weighed.findLast(({ message }) => message.role !== 'assistant')?.tokens ?? 0
  const asked = Math.max(draft, lastQuestion)
  const of = (tokens: number) => `${tokens} of the ${count.available} tokens that this model reads`
  if (instructions > Math.max(summary, asked)) {
    return new AppError(
      'too-long',
      `The instructions take ${of(instructions)}. Shorten them in the conversation’s settings.`,
    )
  }
  if (summary > asked) {
    return new AppError(
      'too-long',
      `The summary of what was folded takes ${of(summary)}. Edit it to be shorter, or undo it.`,
    )
  }
  return new AppError(
    'too-long',
    `What you ask takes ${of(asked)}, too many even without what came before. Send less text, or add it as a document.`,
  )
}

import type { Cut } from '../../../contract/context.js'
import { AppError, toFailure } from '../../../contract/errors.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { CutEnd, Store } from '../store/store.js'
import { type ContextMeter, type PromptCount, planDrop, planFold } from './context.js'
import { cutsOnPath } from './cuts-on-path.js'
import type { ToldDocuments } from './document-views.js'
import { foldConversation } from './fold.js'
import { attachedTo } from './placed-documents.js'
import type { VisiblePath } from './prompt.js'
import type { Replies } from './replies.js'
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
  readonly told: ToldDocuments
  readonly onConversation: (id: string) => void
  /** A write failed. The user can undo the fold and repeat it. */
  readonly onUnsaved: (message: string) => void
}

interface Fold {
  readonly cut: Cut
  readonly aborter: AbortController
  summary: string
  done: Promise<void>
}

/** Drops or folds the oldest messages of a conversation that is longer than the context. The user starts and can undo it. */
export class Cuts {
  readonly #options: CutsOptions
  readonly #folds = new Map<string, Fold>()
  /** Cuts that were undone since the app started. Kept, because they can be restored, and the user may have written the summary. */
  readonly #undone = new Map<string, Cut>()

  constructor(options: CutsOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#folds.size === 0
  }

  /** Removes folds that a crash of the app interrupted. Call once, before any window opens. */
  removeInterrupted(): void {
    const { cuts } = this.#options.store
    for (const { id } of cuts.unfinished()) cuts.remove(id)
  }

  /** The cuts on a path, in its order, with the text so far of a summary that is being written. */
  onPath(conversationId: string, path: readonly string[]): readonly Cut[] {
    return cutsOnPath(path, this.#options.store.cuts.ofConversation(conversationId)).map((cut) =>
      this.#withSummarySoFar(cut),
    )
  }

  async dropOldest(conversationId: string, draft: string): Promise<Cut> {
    const prompt = await this.#countPrompt(conversationId, draft)
    const plan = planDrop(prompt.count, prompt.counted)
    if (!plan) throw tooLong(prompt)
    const { store, feed } = this.#options
    const cut = store.cuts.add(conversationId, plan.messageId, 'dropped')
    feed.publish(conversationId, { type: 'cut', cut })
    this.#retry(cut)
    return cut
  }

  /** Resolves when the fold is in the queue, not when it is done. */
  async foldOldest(conversationId: string, draft: string): Promise<void> {
    const prompt = await this.#countPrompt(conversationId, draft)
    const plan = planFold(prompt.count, prompt.counted)
    if (!plan) throw tooLong(prompt)
    const { store, onConversation } = this.#options
    const cut = store.cuts.add(conversationId, plan.messageId, 'folded')
    const fold: Fold = { cut, aborter: new AbortController(), summary: '', done: Promise.resolve() }
    this.#folds.set(cut.id, fold)
    this.#publish(cut)
    onConversation(conversationId)
    fold.done = this.#make(fold, prompt.visible, plan.count)
  }

  edit(cutId: string, summary: string): void {
    const { store, replies } = this.#options
    replies.refuseBusy(store.cuts.get(cutId).conversationId)
    this.#publish(store.cuts.setSummary(cutId, summary))
  }

  async undo(cutId: string): Promise<void> {
    const { store, replies } = this.#options
    const cut = store.cuts.get(cutId)
    const { conversationId, state } = cut
    // Only a finished cut applies to a reply that is being made.
    if (state === 'done') replies.refuseBusy(conversationId)
    await this.#remove(cutId, conversationId)
    if (state === 'done') this.#undone.set(cutId, cut)
  }

  /** Restores a cut that was undone, with its summary. */
  restore(cutId: string): void {
    const { store, replies } = this.#options
    const cut = this.#undone.get(cutId)
    if (!cut) throw new AppError('not-found', 'This is no longer kept. Drop or fold the messages again.')
    replies.refuseBusy(cut.conversationId)
    const restored = store.cuts.restore(cut)
    this.#undone.delete(cutId)
    if (cutsOnPath(store.messages.pathIds(cut.conversationId), [restored]).length > 0) this.#publish(restored)
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

  /** Cancels and removes the running folds of the conversation. Resolves when they are gone. */
  async stop(conversationId: string): Promise<void> {
    const folds = [...this.#folds.values()].filter(({ cut }) => cut.conversationId === conversationId)
    await Promise.all(folds.map(({ cut }) => this.#remove(cut.id, conversationId)))
  }

  /** The app quits. The next start removes the unfinished folds. */
  async stopAll(): Promise<void> {
    for (const { aborter } of this.#folds.values()) aborter.abort()
    await Promise.all([...this.#folds.values()].map(({ done }) => done))
  }

  async #make(fold: Fold, visible: VisiblePath, messageCount: number): Promise<void> {
    const { queue, engine, replies, onConversation, onUnsaved } = this.#options
    const { id: targetId, conversationId } = fold.cut
    const { signal } = fold.aborter
    let release: (() => void) | undefined
    let end: CutEnd
    try {
      release = await queue.acquire({ purpose: 'fold', conversationId, targetId }, signal)
      replies.loadModel(conversationId)
      const model = await engine.ready(signal)
      const folded = await foldConversation({
        engine,
        contextLength: model.contextLength,
        visible,
        count: messageCount,
        told: this.#options.told,
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
    // Undone: `#remove`, which aborted it, removes the cut.
    if (signal.aborted) return
    const cut = this.#writeEnd(fold.cut, end)
    try {
      onConversation(conversationId)
      if (cut?.state === 'done') this.#retry(cut)
    } catch (error) {
      // The cut is stored and applies; the user can retry the reply.
      onUnsaved(toFailure(error).message)
    }
  }

  /** Returns undefined when the write fails; windows then show a failed fold. */
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

  /** Retries a reply that did not fit, unless the cut made room for a draft and hides the reply's question too. */
  #retry({ conversationId, messageId }: Cut): void {
    const { store, replies } = this.#options
    if (store.messages.pathIds(conversationId).at(-1) !== messageId) replies.retryContextFull(conversationId)
  }

  async #countPrompt(conversationId: string, draft: string): Promise<PromptCount> {
    const { meter, store, runs, replies } = this.#options
    replies.refuseBusy(conversationId)
    const prompt = await meter.countPrompt({
      path: runs.path(conversationId),
      cuts: store.cuts.ofConversation(conversationId),
      settings: replies.promptSettings(replies.settingsOf(conversationId)),
      draft,
      documentIds: attachedTo(store, conversationId),
      lentIds: replies.inheritance.documentIdsOf(conversationId),
    })
    if (!prompt) throw new AppError('engine-gone', 'The model is not ready yet. Wait until it is, and try again.')
    // Another run may have begun during the count.
    replies.refuseBusy(conversationId)
    return prompt
  }

  #publish(cut: Cut): void {
    this.#options.feed.publish(cut.conversationId, { type: 'cut', cut: this.#withSummarySoFar(cut) })
  }

  #withSummarySoFar(cut: Cut): Cut {
    const fold = this.#folds.get(cut.id)
    return fold && fold.summary !== '' ? { ...cut, state: 'writing', summary: fold.summary } : cut
  }
}

/** No cut is enough. The message names the largest piece that no cut removes, and how to shorten it. */
function tooLong({ count, counted }: PromptCount): AppError {
  const { instructions, summary, draft } = count.pieces
  const lastQuestion = counted.findLast(({ message }) => message.role !== 'assistant')?.tokens ?? 0
  const question = Math.max(draft, lastQuestion)
  const of = (tokens: number) => `${tokens} of the ${count.available} tokens that this model reads`
  if (instructions > Math.max(summary, question)) {
    return new AppError(
      'too-long',
      `The instructions take ${of(instructions)}. Shorten them in the conversation’s settings.`,
    )
  }
  if (summary > question) {
    return new AppError('too-long', `The summary of the folded messages takes ${of(summary)}. Shorten it, or undo it.`)
  }
  return new AppError(
    'too-long',
    `Your message takes ${of(question)}. That is too many even without the earlier messages. Send less text, or add it as a document.`,
  )
}

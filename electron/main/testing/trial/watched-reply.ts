import type { AssistantMessage } from '../../../../contract/chat.js'
import { initialSettings } from '../../../../contract/settings.js'
import type { Replies } from '../../runs/replies.js'
import type { Runs } from '../../runs/runs.js'
import type { TranscriptFeed } from '../../runs/transcript-feed.js'
import type { Store } from '../../store/store.js'

export interface ReplyOptions {
  readonly store: Store
  readonly runs: Runs
  readonly replies: Replies
  readonly feed: TranscriptFeed
}

/** Sends one question and reads its reply as a window does, to compare the shown text with the stored text. */
export class WatchedReply {
  readonly #options: ReplyOptions
  readonly #question: string
  readonly #conversationId: string
  readonly #closing = new AbortController()
  readonly #shown = { answer: '', reasoning: '' }
  #wake = () => {}
  #hasRead = false
  /** Resolves when the end of the reply is stored. */
  readonly isOver: Promise<void>

  constructor(options: ReplyOptions, question: string) {
    this.#options = options
    this.#question = question
    this.#conversationId = options.replies.send(null, question).conversationId
    void this.#watch()
    this.isOver = options.runs.finished(this.#conversationId).then(() => {
      this.#closing.abort()
      this.#wake()
    })
  }

  /** Resolves when a chunk of the prompt is read, or the reply is over. */
  reading(): Promise<void> {
    return this.#until(() => this.#hasRead || this.#isWriting)
  }

  /** Resolves when text is shown, or the reply is over. */
  writing(): Promise<void> {
    return this.#until(() => this.#isWriting)
  }

  get isDone(): boolean {
    return this.#stored.state === 'done'
  }

  /** One sentence for each difference between the shown or acknowledged data and the store. Read it after `isOver`. */
  get problems(): string[] {
    const problems: string[] = []
    const question = this.#options.store.messages.path(this.#conversationId)[0]
    if (question?.role !== 'user' || question.text !== this.#question) problems.push('The question is gone.')
    const { text, reasoning, state, error } = this.#stored
    if (!text.startsWith(this.#shown.answer)) problems.push('The stored answer lacks text that was shown.')
    if (!reasoning.startsWith(this.#shown.reasoning)) problems.push('The stored reasoning lacks text that was shown.')
    if (state !== 'done' && state !== 'failed') problems.push(`The reply is ${state}.`)
    if (state === 'failed' && !error?.message) problems.push('The reply failed without a sentence.')
    return problems
  }

  get #stored(): AssistantMessage {
    const reply = this.#options.store.messages.path(this.#conversationId)[1]
    if (reply?.role !== 'assistant') throw new Error('The reply is gone.')
    return reply
  }

  get #isWriting(): boolean {
    return this.#shown.answer + this.#shown.reasoning !== ''
  }

  async #until(isReached: () => boolean): Promise<void> {
    while (!isReached() && !this.#closing.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async #watch(): Promise<void> {
    const conversationId = this.#conversationId
    const { runs, feed } = this.#options
    const transcript = () => ({
      conversationId,
      messages: runs.path(conversationId),
      jobs: [],
      batches: [],
      documents: [],
      draft: '',
      queued: [],
      edits: {},
      settings: initialSettings.defaults,
      cuts: [],
    })
    for await (const event of feed.subscribe(conversationId, transcript, this.#closing.signal)) {
      if (event.type === 'text') this.#shown[event.channel] += event.text
      if (event.type === 'state' && event.reading && event.reading.done > 0) this.#hasRead = true
      this.#wake()
    }
  }
}

import type { AssistantMessage } from '../../../../contract/chat.js'
import { initialSettings } from '../../../../contract/settings.js'
import type { Replies } from '../../runs/replies.js'
import type { Runs } from '../../runs/runs.js'
import type { TranscriptFeed } from '../../runs/transcript-feed.js'
import type { Store } from '../../store/store.js'

export interface ReplyParts {
  readonly store: Store
  readonly runs: Runs
  readonly replies: Replies
  readonly feed: TranscriptFeed
}

/** One question and its reply, followed as a window follows it: what was shown is noted, to be looked for in the store. */
export class WatchedReply {
  readonly #parts: ReplyParts
  readonly #question: string
  readonly #conversationId: string
  readonly #closing = new AbortController()
  readonly #shown = { answer: '', reasoning: '' }
  #wake = () => {}
  #hasRead = false
  /** Resolves when the reply has its end in the store. */
  readonly isOver: Promise<void>

  constructor(parts: ReplyParts, question: string) {
    this.#parts = parts
    this.#question = question
    this.#conversationId = parts.replies.send(null, question).conversationId
    void this.#watch()
    this.isOver = parts.runs.finished(this.#conversationId).then(() => {
      this.#closing.abort()
      this.#wake()
    })
  }

  /** Resolves when a chunk of the prompt was read, or the reply is over. */
  reading(): Promise<void> {
    return this.#until(() => this.#hasRead || this.#isWriting)
  }

  /** Resolves when text was shown, or the reply is over. */
  writing(): Promise<void> {
    return this.#until(() => this.#isWriting)
  }

  get isDone(): boolean {
    return this.#stored.state === 'done'
  }

  /** Sentences about what was shown or acknowledged and is not in the store as it should be. Read it when it is over. */
  get problems(): string[] {
    const problems: string[] = []
    const question = this.#parts.store.messages.path(this.#conversationId)[0]
    if (question?.role !== 'user' || question.text !== this.#question) problems.push('The question is gone.')
    const { text, reasoning, state, error } = this.#stored
    if (!text.startsWith(this.#shown.answer)) problems.push('Of the answer less is stored than was shown.')
    if (!reasoning.startsWith(this.#shown.reasoning)) problems.push('Of the thinking less is stored than was shown.')
    if (state !== 'done' && state !== 'failed') problems.push(`The reply is ${state}.`)
    if (state === 'failed' && !error?.message) problems.push('The reply failed without a sentence.')
    return problems
  }

  get #stored(): AssistantMessage {
    const reply = this.#parts.store.messages.path(this.#conversationId)[1]
    if (reply?.role !== 'assistant') throw new Error('The reply is gone.')
    return reply
  }

  get #isWriting(): boolean {
    return this.#shown.answer + this.#shown.reasoning !== ''
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.#closing.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async #watch(): Promise<void> {
    const conversationId = this.#conversationId
    const { runs, feed } = this.#parts
    const transcript = () => ({
      conversationId,
      messages: runs.path(conversationId),
      jobs: [],
      draft: '',
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

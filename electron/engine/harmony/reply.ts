import type { HarmonyHeader } from './header.js'
import type { HarmonySink } from './parse.js'
import type { HarmonyNote } from './remarks.js'

export type ReplyChannel = 'reasoning' | 'answer'

/** A tool's name can't be one of these: the model speaks to the reader, or to itself. */
const readers: readonly string[] = ['user', 'assistant', 'all']

/**
 * Where a message is shown. A preamble (commentary to nobody) belongs to the answer. What goes to a tool, and a turn
 * of another role that the model made up, is no answer, and is not hidden either.
 */
function replyChannel({ role, channel, recipient }: HarmonyHeader): ReplyChannel {
  if (role !== 'assistant' || channel === 'analysis') return 'reasoning'
  const isToTool = recipient !== undefined && !readers.includes(recipient)
  return isToTool && channel !== 'final' ? 'reasoning' : 'answer'
}

const isSomething = (text = '') => text.trim() !== ''

/** Turns harmony messages into the two texts of a reply. Messages of one channel are parted by an empty line. */
export class Reply implements HarmonySink {
  readonly #onText: (channel: ReplyChannel, text: string) => void
  readonly #isBegun: Record<ReplyChannel, boolean>
  #channel: ReplyChannel = 'answer'
  #isNewMessage = false
  #isContinued: boolean
  #isOpen = false
  #isMalformed = false

  /** @param begun the texts that the reply goes on from: its first message is one that they hold the beginning of */
  constructor(onText: (channel: ReplyChannel, text: string) => void, begun?: Readonly<Record<ReplyChannel, string>>) {
    this.#onText = onText
    this.#isBegun = { reasoning: isSomething(begun?.reasoning), answer: isSomething(begun?.answer) }
    this.#isContinued = begun !== undefined
  }

  /** Where the last message belongs. */
  get channel(): ReplyChannel {
    return this.#channel
  }

  /** What comes next is text of a message that is reasoning. */
  get isReasoning(): boolean {
    return this.#isOpen && this.#channel === 'reasoning'
  }

  /** Text is shown that stood where a header should have been: the model may have meant it otherwise. */
  get isMalformed(): boolean {
    return this.#isMalformed
  }

  onMessage(header: HarmonyHeader): void {
    this.#channel = replyChannel(header)
    this.#isOpen = true
    this.#isNewMessage = !this.#isContinued
    this.#isContinued = false
  }

  onText(text: string): void {
    const isBegun = this.#isBegun[this.#channel]
    const isParted = this.#isNewMessage && isBegun
    this.#isNewMessage = false
    if (!isBegun && isSomething(text)) this.#isBegun[this.#channel] = true
    this.#onText(this.#channel, isParted ? `\n\n${text}` : text)
  }

  onEnd(): void {
    this.#isOpen = false
  }

  onNote({ kind }: HarmonyNote): void {
    if (kind === 'no-message') this.#isMalformed = true
  }
}

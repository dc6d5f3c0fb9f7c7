import type { ReplyChannel } from '../chat-format/chat-format.js'
import type { HarmonyHeader } from './header.js'
import type { HarmonySink } from './parse.js'
import type { HarmonyRemark } from './remarks.js'

/** Recipients that are not tools: the reader, or the model itself. */
const readers: readonly string[] = ['user', 'assistant', 'all']

/**
 * Returns where a message is shown. A preamble (commentary without a recipient) belongs to the answer. A call of a tool
 * and a made-up turn of another role are shown as reasoning, so that they are neither hidden nor part of the answer.
 */
function replyChannel({ role, channel, recipient }: HarmonyHeader): ReplyChannel {
  if (role !== 'assistant' || channel === 'analysis') return 'reasoning'
  const isToTool = recipient !== undefined && !readers.includes(recipient)
  return isToTool && channel !== 'final' ? 'reasoning' : 'answer'
}

const hasText = (text = '') => text.trim() !== ''

/** Converts harmony messages to the two texts of a reply. An empty line separates the messages of one channel. */
export class Reply implements HarmonySink {
  readonly #onText: (channel: ReplyChannel, text: string) => void
  readonly #hasBegun: Record<ReplyChannel, boolean>
  #channel: ReplyChannel = 'answer'
  #isNewMessage = false
  #isContinued: boolean
  #isOpen = false
  #isMalformed = false

  /** @param begun the texts of a continued reply: the first message continues one of them */
  constructor(onText: (channel: ReplyChannel, text: string) => void, begun?: Readonly<Record<ReplyChannel, string>>) {
    this.#onText = onText
    this.#hasBegun = { reasoning: hasText(begun?.reasoning), answer: hasText(begun?.answer) }
    this.#isContinued = begun !== undefined
  }

  /** Where the last message is shown. */
  get channel(): ReplyChannel {
    return this.#channel
  }

  /** True if the next text belongs to reasoning. */
  get isReasoning(): boolean {
    return this.#isOpen && this.#channel === 'reasoning'
  }

  /** True if text in place of a header is shown: it may not be what the model meant. */
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
    const hasBegun = this.#hasBegun[this.#channel]
    const needsSeparator = this.#isNewMessage && hasBegun
    this.#isNewMessage = false
    if (!hasBegun && hasText(text)) this.#hasBegun[this.#channel] = true
    this.#onText(this.#channel, needsSeparator ? `\n\n${text}` : text)
  }

  onEnd(): void {
    this.#isOpen = false
  }

  onRemark({ kind }: HarmonyRemark): void {
    if (kind === 'no-message') this.#isMalformed = true
  }
}

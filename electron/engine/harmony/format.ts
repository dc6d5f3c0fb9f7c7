import { type Continuation, type Effort, effortLabels, type GenerateRequest } from '../../../contract/engine.js'
import type { ChatFormat, ReplyChannel, ReplyReader } from '../chat-format/chat-format.js'
import type { TokenPieces } from '../tokenizer/token-text.js'
import { renderContinuation, renderOpenHeader } from './continuation.js'
import { type HarmonyIds, harmonyIds } from './markers.js'
import { HarmonyParser } from './parse.js'
import { type HarmonySegment, renderPrompt, renderSystem } from './render.js'
import { Reply } from './reply.js'
import { maxForcedSegments, ReplyPlace } from './reply-place.js'

/** Stop tokens of every harmony vocabulary, in addition to those of generation_config. */
const stopNames = ['<|return|>', '<|call|>', '<|endoftext|>']

/** The format of gpt-oss. */
export class HarmonyFormat implements ChatFormat {
  readonly name = 'harmony'
  readonly efforts = Object.keys(effortLabels) as readonly Effort[]
  readonly ids: HarmonyIds
  readonly stopTokens: readonly number[]
  readonly messageEnd: number
  readonly maxForcedSegments = maxForcedSegments

  /** Throws `model-unsupported` if the vocabulary lacks a marker. */
  constructor(specialId: (name: string) => number | undefined) {
    this.ids = harmonyIds(specialId)
    this.stopTokens = stopNames.map(specialId).filter((id) => id !== undefined)
    this.messageEnd = this.ids['<|end|>']
  }

  render(request: GenerateRequest): readonly HarmonySegment[] {
    const { continuation } = request
    return [...renderPrompt(request), ...(continuation ? renderContinuation(continuation) : [])]
  }

  renderBeginning(date: string): readonly HarmonySegment[] {
    return renderSystem('medium', date)
  }

  renderOpenHeader(continuation: Continuation): readonly HarmonySegment[] {
    return renderOpenHeader(continuation)
  }

  readReply(
    { continuation }: Pick<GenerateRequest, 'continuation'>,
    pieces: TokenPieces,
    onText: (channel: ReplyChannel, text: string) => void,
  ): ReplyReader {
    return new HarmonyReplyReader(this.ids, pieces, onText, continuation)
  }
}

class HarmonyReplyReader implements ReplyReader {
  readonly #reply: Reply
  readonly #parser: HarmonyParser
  readonly #place: ReplyPlace

  constructor(
    ids: HarmonyIds,
    pieces: TokenPieces,
    onText: (channel: ReplyChannel, text: string) => void,
    begun: Continuation | undefined,
  ) {
    this.#reply = new Reply(onText, begun && { reasoning: begun.reasoning, answer: begun.text })
    this.#parser = new HarmonyParser(ids, pieces, this.#reply)
    this.#place = new ReplyPlace(ids)
  }

  push(id: number): void {
    this.#parser.push(id)
    this.#place.push(id)
  }

  finish(): void {
    this.#parser.finish()
  }

  get channel(): ReplyChannel {
    return this.#reply.channel
  }

  get isReasoning(): boolean {
    return this.#reply.isReasoning
  }

  get isMalformed(): boolean {
    return this.#reply.isMalformed
  }

  get segmentsToAnswer(): readonly HarmonySegment[] {
    return this.#place.segmentsToAnswer(this.#reply.channel === 'reasoning')
  }
}

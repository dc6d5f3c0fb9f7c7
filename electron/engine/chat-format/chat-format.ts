import type { Continuation, Effort, GenerateRequest } from '../../../contract/engine.js'
import type { TokenPieces } from '../tokenizer/token-text.js'
import type { Segment } from './segment.js'

export type ReplyChannel = 'reasoning' | 'answer'

/** How a model's prompts are written and its replies are read. */
export interface ChatFormat {
  readonly name: string
  /** The efforts that change a prompt; none if the model does not reason. */
  readonly efforts: readonly Effort[]
  /** The ids of the markers that segments name. */
  readonly ids: Readonly<Record<string, number>>
  /** The ids that end a reply, in addition to those of generation_config. */
  readonly stopTokens: readonly number[]
  /** The id that ends a message of a conversation: the prompt cache can return to the place after it. */
  readonly messageEnd: number
  /** The longest sequence that `ReplyReader.segmentsToAnswer` leads to. */
  readonly maxForcedSegments: readonly Segment[]
  /** Renders the prompt for a reply, with the beginning of a continued reply. */
  render(request: GenerateRequest): readonly Segment[]
  /** Renders the common beginning of all prompts of a day. */
  renderBeginning(date: string): readonly Segment[]
  /** Renders the header of a continued message, which its reader must get first. */
  renderOpenHeader(continuation: Continuation): readonly Segment[]
  /** Returns a reader of the reply to a request. It calls `onText` with the texts in their order. */
  readReply(
    request: Pick<GenerateRequest, 'effort' | 'continuation'>,
    pieces: TokenPieces,
    onText: (channel: ReplyChannel, text: string) => void,
  ): ReplyReader
}

/** Reads a reply token by token. Never throws and never loses text, whatever the ids are. */
export interface ReplyReader {
  push(id: number): void
  /** Call it after the last token: a text may have waited for more. */
  finish(): void
  /** Where the last text is shown. */
  readonly channel: ReplyChannel
  /** True if the next text belongs to reasoning. */
  readonly isReasoning: boolean
  /** True if the model broke the format, so that the text may not be what it meant. */
  readonly isMalformed: boolean
  /** The segments to force so that the answer begins; empty if it has begun. Call it again after they are forced. */
  readonly segmentsToAnswer: readonly Segment[]
}

import type { ShownPrompt } from './context.js'
import type { Result } from './errors.js'
import type { Model } from './models.js'

/** What main and the engine process say to each other. */

export const effortLabels = { low: 'Low', medium: 'Medium', high: 'High' } as const

export type Effort = keyof typeof effortLabels

/** One turn of a prompt. Reasoning of finished turns is left out before it gets here. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** The begin of the reply, already there: the model goes on from it. */
export interface Continuation {
  /** Analysis of this very reply. Where it leaves no room for what comes, its beginning is left out. */
  readonly reasoning: string
  readonly text: string
  /** Where the model goes on. In `answer` the analysis, if any, is closed and it can't think any more. */
  readonly channel: 'reasoning' | 'answer'
  /** As many first tokens of the reasoning are left out, as they once were. Absent: as many as have no room now. */
  readonly leaveOut?: number
}

export interface GenerateRequest {
  /** The developer message, if any. */
  readonly instructions?: string
  readonly messages: readonly PromptMessage[]
  readonly effort: Effort
  /** YYYY-MM-DD */
  readonly date: string
  /** 0 takes the most likely token. Absent: what the model's generation_config.json says, else 1. */
  readonly temperature?: number
  /** Absent: what the model's generation_config.json says, else 1. */
  readonly topP?: number
  /** Absent: none. See `Sampling` of `native/index.d.ts`. */
  readonly minP?: number
  readonly topK?: number
  readonly repetitionPenalty?: number
  readonly seed: number
  /** At most; the context sets its own bound. */
  readonly maxTokens?: number
  readonly continuation?: Continuation
}

export type GenerateEvent =
  | { readonly type: 'reading'; readonly done: number; readonly total: number }
  | {
      readonly type: 'text'
      readonly channel: 'reasoning' | 'answer'
      readonly text: string
    }
  /** Tokens of thinking so far; with each batch of it. */
  | { readonly type: 'thought'; readonly tokens: number }
  /** `answerNow` cut the reasoning: what comes after this did not come of the seed alone. */
  | { readonly type: 'reasoning-ended' }
  | {
      readonly type: 'end'
      readonly reason: 'stop' | 'length' | 'cancelled'
      readonly promptTokens: number
      readonly cachedTokens: number
      readonly replyTokens: number
      /** Of these, the tokens of the reasoning. */
      readonly reasoningTokens: number
      /** From the request's arrival in the engine to the first token. */
      readonly firstTokenMs: number
      readonly decodeMs: number
      /** Of the continuation's reasoning: the first tokens, which were left out, with what remained of their last word. */
      readonly leftOutTokens?: number
      /** The model broke harmony's format: some of the text stood where a header should have been. */
      readonly isMalformed?: boolean
    }

/** What the engine's native thread is doing, so that a hang can be told from work. */
export interface Pulse {
  /** `cache`: going back in the cache, and the like. */
  readonly phase: 'idle' | 'opening' | 'loading' | 'prefill' | 'decode' | 'cache'
  /** Grows with each piece of a weight file read, chunk of a prompt and token. */
  readonly steps: number
  /** Milliseconds since the last step, or since the phase began. */
  readonly sinceMs: number
  /** How long the present step should take by what earlier ones took; null while no speed is known. */
  readonly expectedMs: number | null
}

export type LoadEvent =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** `canary`: what the model says to a prompt that is always the same, to be compared with an earlier load. */
  | { readonly type: 'ready'; readonly model: Omit<Model, 'id'>; readonly canary: string }

export interface EngineStreams {
  /** Loads the folder, with a LoRA adapter if one is named; the only model of this process. Fails with the `model-*` codes, `out-of-memory`, `engine-version`. */
  load: {
    readonly request: {
      readonly folder: string
      readonly adapter?: string
      /** What the prompt cache may hold between two replies. Absent: a part of the memory that is left. */
      readonly cacheBytes?: number
    }
    readonly event: LoadEvent
  }
  /** Fails with `context-full` before a token is read when the prompt does not fit. Stopping the stream ends it with an `end` event, closing it without. */
  generate: { readonly request: GenerateRequest; readonly event: GenerateEvent }
}

/** What is known of a model folder without loading it. */
export interface InspectedModel {
  readonly name: string
  readonly weightBytes: number
}

export interface EngineRequests {
  /** Looks into a model folder as a load does, but reads no weights; needs no loaded model. Fails with the `model-*` codes. */
  inspect(folder: string): Promise<InspectedModel>
  /** Tokens of each text, as ordinary text. */
  countTokens(texts: readonly string[]): Promise<readonly number[]>
  /** Tokens of the whole prompt as it would be sent. */
  countPrompt(request: GenerateRequest): Promise<number>
  /** The whole prompt as it would be sent. */
  showPrompt(request: GenerateRequest): Promise<ShownPrompt>
  /** The text of the canary prompt once more. Of a healthy model it never changes. */
  canary(): Promise<string>
  /** The reply that was asked for last thinks no more and answers from what it has. Nothing happens once it answers, or without room. */
  answerNow(): Promise<void>
  /** Answers at once while the process is alive and its event loop free. */
  ping(): Promise<Pulse>
}

/** The messages on `process.parentPort`. A stream comes with its MessagePort. */
export type EngineMessage =
  | { readonly type: 'stream'; readonly name: keyof EngineStreams; readonly request: unknown }
  | {
      readonly type: 'request'
      readonly id: number
      readonly name: keyof EngineRequests
      readonly args: readonly unknown[]
    }

export type EngineReply = { readonly type: 'answer'; readonly id: number; readonly result: Result<unknown> }

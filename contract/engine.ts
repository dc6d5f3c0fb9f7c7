import type { ShownPrompt } from './context.js'
import type { Result } from './errors.js'
import type { Model } from './models.js'

/** The messages between main and the engine process. */

export const effortLabels = { low: 'Low', medium: 'Medium', high: 'High' } as const

export type Effort = keyof typeof effortLabels

/** The words for a model that only thinks or does not. */
export const thinkingLabels = { low: 'Answer at once', medium: 'Think first' } as const satisfies Partial<
  Record<Effort, string>
>

/** One message of a prompt, without the reasoning of earlier replies. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** Text that the reply starts with: the model continues it. */
export interface Continuation {
  /** The reasoning of this reply. Its first tokens are left out if it leaves no room for the rest. */
  readonly reasoning: string
  readonly text: string
  /** Where the model continues. `answer` closes the reasoning, if any, and the model reasons no more. */
  readonly channel: 'reasoning' | 'answer'
  /** How many first tokens of the reasoning to leave out, as in an earlier run. Absent: as many as do not fit. */
  readonly leaveOut?: number
}

export interface GenerateRequest {
  /** The developer message, if any. */
  readonly instructions?: string
  readonly messages: readonly PromptMessage[]
  readonly effort: Effort
  /** YYYY-MM-DD */
  readonly date: string
  /** 0 takes the most likely token. Absent: the value of the model's generation_config.json, else 1. */
  readonly temperature?: number
  /** Absent: the value of the model's generation_config.json, else 1. */
  readonly topP?: number
  /** Absent: off. See `Sampling` in `native/index.d.ts`. */
  readonly minP?: number
  readonly topK?: number
  readonly repetitionPenalty?: number
  readonly seed: number
  /** Limit of the reply. The context limits it too. */
  readonly maxTokens?: number
  readonly continuation?: Continuation
}

/** How much of a long prompt is read, in tokens. */
export interface ReadingEvent {
  readonly type: 'reading'
  readonly done: number
  readonly total: number
}

export type GenerateEvent =
  | ReadingEvent
  | {
      readonly type: 'text'
      readonly channel: 'reasoning' | 'answer'
      readonly text: string
    }
  /** The reasoning tokens so far; comes with each batch of reasoning. */
  | { readonly type: 'reasoning-progress'; readonly tokens: number }
  /** `answerNow` ended the reasoning: the text after this does not depend on the seed alone. */
  | { readonly type: 'reasoning-ended' }
  | {
      readonly type: 'end'
      readonly reason: 'stop' | 'length' | 'cancelled'
      readonly promptTokens: number
      readonly cachedTokens: number
      readonly replyTokens: number
      /** Part of `replyTokens`. */
      readonly reasoningTokens: number
      /** From the request's arrival in the engine to the first token. */
      readonly firstTokenMs: number
      readonly decodeMs: number
      /** How many first tokens of the continuation's reasoning were left out, with the rest of their last word. */
      readonly leftOutTokens?: number
      /** The model broke its format: text came in place of a header, or a mark where there is none. */
      readonly isMalformed?: boolean
    }

/** How likely the model finds the pieces of a text that stands already. */
export type WeighEvent = ReadingEvent | { readonly type: 'weighed'; readonly pieces: readonly WeighedPiece[] }

/** The text of a token. A character whose bytes span several tokens is in the last of them. */
export interface WeighedPiece {
  readonly text: string
  /** From 0 to 1, at temperature 1. */
  readonly chance: number
}

/** The state of the engine's native thread, to distinguish a hang from work. */
export interface Pulse {
  /** `cache`: work on the prompt cache, such as rewinding it. */
  readonly phase: 'idle' | 'opening' | 'loading' | 'prefill' | 'decode' | 'cache'
  /** Grows with each piece of a weight file, chunk of a prompt and token. */
  readonly steps: number
  /** Milliseconds since the last step, or since the phase began. */
  readonly sinceMs: number
  /** Expected duration of the present step, from earlier steps; null while no speed is known. */
  readonly expectedMs: number | null
}

/** Bytes of memory that the computer has, and those that it can give to a model once this one is unloaded. */
export interface Computer {
  readonly memoryBytes: number
  readonly availableBytes: number
}

export type LoadEvent =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** `canary`: the model's text for a fixed prompt, to compare with an earlier load. */
  | { readonly type: 'ready'; readonly model: Omit<Model, 'id'>; readonly canary: string; readonly computer: Computer }

export interface EngineStreams {
  /**
   * Loads the only model of this process, with a LoRA adapter if one is named. Fails with the `model-*` codes,
   * `out-of-memory`, `engine-version`.
   */
  load: {
    readonly request: {
      readonly folder: string
      readonly adapter?: string
      /** Maximum size of the prompt cache between two replies. Absent: a share of the free memory. */
      readonly cacheBytes?: number
    }
    readonly event: LoadEvent
  }
  /**
   * Fails with `context-full` before reading a token if the prompt does not fit. Stopping the stream ends it with an `end`
   * event, closing it without one.
   */
  generate: { readonly request: GenerateRequest; readonly event: GenerateEvent }
  /**
   * Reads the prompt and the text of its continuation, and makes nothing. Fails with `context-full` if they do not fit. Stopping
   * the stream ends it.
   */
  weigh: {
    readonly request: GenerateRequest & { readonly continuation: Continuation }
    readonly event: WeighEvent
  }
}

/** Facts about a model folder that need no load. */
export interface InspectedModel {
  readonly name: string
  /** The demonstration model, or a copy of it. */
  readonly isDemo: boolean
  readonly weightBytes: number
  /** Like `Model.efforts`. */
  readonly efforts: readonly Effort[]
  /** Sentences about what is wrong with the folder and does not keep the model from working. */
  readonly remarks: readonly string[]
}

/** What config.json says of a model's size, before its weights are there. The memory that it needs follows from it. */
export interface ConfigSizes {
  readonly layers: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly heads: number
  readonly kvHeads: number
  readonly headDim: number
  readonly vocabSize: number
  readonly contextLength: number
  readonly expertsPerToken: number
  readonly slidingWindow: number
  readonly slidingLayers: number
}

export interface EngineRequests {
  /**
   * Checks a model folder like a load, with a LoRA adapter if one is named, but reads no weights. Needs no loaded model. Fails
   * with the `model-*` codes.
   */
  inspect(folder: string, adapter?: string): Promise<InspectedModel>
  /** Reads the content of a config.json. Needs no loaded model. Fails with the `model-*` codes. */
  readConfig(json: unknown): Promise<ConfigSizes>
  /** Tokens of each text, encoded without markers. */
  countTokens(texts: readonly string[]): Promise<readonly number[]>
  /** Tokens of the whole prompt as `generate` would read it. */
  countPrompt(request: GenerateRequest): Promise<number>
  /** Bytes that decoding one token after so many tokens reads from memory. */
  touchedBytes(contextTokens: number): Promise<number>
  /** The whole prompt as `generate` would read it. */
  showPrompt(request: GenerateRequest): Promise<ShownPrompt>
  /** Generates the canary text again. A healthy model always gives the same text. */
  canary(): Promise<string>
  /** Ends the reasoning of the newest generation, so that it answers. Does nothing once it answers, or without room for it. */
  answerNow(): Promise<void>
  /** Returns at once while the process is alive and its event loop is free. */
  ping(): Promise<Pulse>
}

/** The messages on `process.parentPort`. A `stream` message transfers its MessagePort. */
export type EngineMessage =
  | { readonly type: 'stream'; readonly name: keyof EngineStreams; readonly request: unknown }
  | {
      readonly type: 'request'
      readonly id: number
      readonly name: keyof EngineRequests
      readonly args: readonly unknown[]
    }

export type EngineReply = { readonly type: 'answer'; readonly id: number; readonly result: Result<unknown> }

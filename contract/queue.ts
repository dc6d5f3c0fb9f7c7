/** What uses the engine, highest priority first; replies and model changes share one rank and run in order of request. */
export type Purpose = 'reply' | 'model' | 'fold' | 'document' | 'title'

/** Something that uses the engine or waits for it. */
export interface QueueEntry {
  readonly id: string
  readonly purpose: Purpose
  /** Empty for a model change. */
  readonly conversationId: string
  /** Id of the reply, cut, document job, conversation (for a title) or model (for a model change). */
  readonly targetId: string
  /** 0 uses the engine; 1 is next. */
  readonly place: number
}

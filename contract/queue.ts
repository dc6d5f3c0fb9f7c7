/**
 * What uses the engine, highest priority first; replies and model changes share one rank and run in order of request.
 * `filter` is the content filter after a reply, `weigh` looks for its doubtful words, `check` for its claims.
 */
export type Purpose = 'reply' | 'model' | 'filter' | 'fold' | 'document' | 'benchmark' | 'weigh' | 'check' | 'title'

/** Something that uses the engine or waits for it. */
export interface QueueEntry {
  readonly id: string
  readonly purpose: Purpose
  /** Empty for a model change and for a measurement. */
  readonly conversationId: string
  /** Id of the reply (also for `filter`, `weigh` and `check`), cut, document job, conversation (for a title) or model (for a model change and a measurement). */
  readonly targetId: string
  /** 0 uses the engine; 1 is next. */
  readonly place: number
}

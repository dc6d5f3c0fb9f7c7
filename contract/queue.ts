/** What a turn of the engine is for, in the order of who goes first; replies and changes of the model come as asked. */
export type Purpose = 'reply' | 'model' | 'fold' | 'document' | 'title'

/** Something that has the engine or waits for it. */
export interface QueueEntry {
  readonly id: string
  readonly purpose: Purpose
  /** Empty for a change of the model. */
  readonly conversationId: string
  /** The reply, the cut or the document job that it is for; of a title the conversation, of a change the model. */
  readonly targetId: string
  /** 0 has the engine; 1 is next. */
  readonly place: number
}

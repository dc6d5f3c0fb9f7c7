import type { HarmonyIds, HarmonyMarker } from '../harmony/markers.js'
import type { Segment } from '../harmony/render.js'

const header: readonly Segment[] = [{ marker: '<|channel|>' }, { text: 'final' }, { marker: '<|message|>' }]
const turn: readonly Segment[] = [{ marker: '<|start|>' }, { text: 'assistant' }, ...header]

/** The most that has to be forced in all: from a header that names a channel, over the thinking that it leads to. */
export const maxForcedSegments: readonly Segment[] = [{ marker: '<|message|>' }, { marker: '<|end|>' }, ...turn]

/** Follows a reply's tokens, to know at each what has to be said for the answer to begin. */
export class ReplyPlace {
  readonly #markers: ReadonlyMap<number, HarmonyMarker>
  #state: 'header' | 'body' | 'idle' = 'header'
  /** The prompt ends with `<|start|>assistant`. */
  #hasRole = true
  #hasChannel = false

  constructor(ids: HarmonyIds) {
    this.#markers = new Map(Object.entries(ids).map(([marker, id]) => [id, marker as HarmonyMarker]))
  }

  push(id: number): void {
    const marker = this.#markers.get(id)
    switch (marker) {
      case '<|start|>':
        this.#state = 'header'
        this.#hasRole = false
        this.#hasChannel = false
        return
      case '<|channel|>':
        this.#state = 'header'
        this.#hasChannel = true
        return
      case '<|message|>':
        this.#state = 'body'
        return
      case '<|end|>':
      case '<|return|>':
      case '<|call|>':
        this.#state = 'idle'
        return
      default:
        this.#hasRole = true
    }
  }

  /**
   * What the model is made to say so that it answers next. In the middle of a header that names a channel it is only
   * the header's end, and where that leads is for another look.
   *
   * @param isThinking the message whose text goes on is reasoning
   */
  toAnswer(isThinking: boolean): readonly Segment[] {
    switch (this.#state) {
      case 'idle':
        return turn
      case 'header':
        if (this.#hasChannel) return [{ marker: '<|message|>' }]
        return this.#hasRole ? header : [{ text: 'assistant' }, ...header]
      case 'body':
        return isThinking ? [{ marker: '<|end|>' }, ...turn] : []
    }
  }
}

import type { HarmonyIds, HarmonyMarker } from './markers.js'
import type { HarmonySegment } from './render.js'

const header: readonly HarmonySegment[] = [{ marker: '<|channel|>' }, { text: 'final' }, { marker: '<|message|>' }]
const turn: readonly HarmonySegment[] = [{ marker: '<|start|>' }, { text: 'assistant' }, ...header]

/** The longest sequence of forced segments: closes a header that names a channel, then the reasoning after it. */
export const maxForcedSegments: readonly HarmonySegment[] = [{ marker: '<|message|>' }, { marker: '<|end|>' }, ...turn]

/** Follows a reply's tokens, and knows after each one which segments make the answer begin. */
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
   * Returns the segments to force so that the model answers next. After a header's channel this is only the end of the
   * header; call it again for the rest.
   *
   * @param isReasoning true if the open message is reasoning
   */
  segmentsToAnswer(isReasoning: boolean): readonly HarmonySegment[] {
    switch (this.#state) {
      case 'idle':
        return turn
      case 'header':
        if (this.#hasChannel) return [{ marker: '<|message|>' }]
        return this.#hasRole ? header : [{ text: 'assistant' }, ...header]
      case 'body':
        return isReasoning ? [{ marker: '<|end|>' }, ...turn] : []
    }
  }
}

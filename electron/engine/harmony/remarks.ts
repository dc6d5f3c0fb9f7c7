import type { HarmonyMarker } from './markers.js'

/** A violation of the format that the parser tolerated. `at` is the index of the token in the stream. */
export type HarmonyRemark =
  /** A special token without a meaning in harmony, or an invalid id. Skipped. */
  | { readonly kind: 'skipped-id'; readonly at: number; readonly id: number }
  /** A marker without a meaning at this position. Skipped. */
  | { readonly kind: 'stray-marker'; readonly at: number; readonly marker: HarmonyMarker }
  /** A message without `<|start|>`. */
  | { readonly kind: 'no-start'; readonly at: number }
  /** A message without an end, before another message. */
  | { readonly kind: 'no-end'; readonly at: number }
  /** A header without `<|message|>`. Its text, without the words of the header, is the body. */
  | { readonly kind: 'no-message'; readonly at: number }
  /** A header without a channel, read as final. */
  | { readonly kind: 'no-channel'; readonly at: number }
  /** A channel that is not harmony's, read as commentary. */
  | { readonly kind: 'unknown-channel'; readonly at: number; readonly text: string }
  | { readonly kind: 'repeated-channel'; readonly at: number }
  /** The model made up a turn of another role. */
  | { readonly kind: 'other-role'; readonly at: number; readonly text: string }
  /** Text in a header that belongs to no part of it. Left out, unless the reply would be empty. */
  | { readonly kind: 'text-in-header'; readonly at: number; readonly text: string }
  /** The stream ended inside a header or a body. */
  | { readonly kind: 'cut-off'; readonly at: number }

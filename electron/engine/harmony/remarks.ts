import type { HarmonyMarker } from './markers.js'

/** Something that harmony does not allow, and that was read all the same. `at` counts the tokens of the stream from 0. */
export type HarmonyNote =
  /** A special token without a meaning here, or a number that is no id: left out. */
  | { readonly kind: 'skipped-id'; readonly at: number; readonly id: number }
  /** A marker where it means nothing: left out. */
  | { readonly kind: 'stray-marker'; readonly at: number; readonly marker: HarmonyMarker }
  /** A message that no `<|start|>` began. */
  | { readonly kind: 'no-start'; readonly at: number }
  /** A message that another one ended. */
  | { readonly kind: 'no-end'; readonly at: number }
  /** A header that no `<|message|>` ended: what it holds beside its words is the body. */
  | { readonly kind: 'no-message'; readonly at: number }
  /** A header without a channel, read as final. */
  | { readonly kind: 'no-channel'; readonly at: number }
  /** A channel that harmony doesn't have, read as commentary. */
  | { readonly kind: 'unknown-channel'; readonly at: number; readonly text: string }
  | { readonly kind: 'repeated-channel'; readonly at: number }
  /** A turn of somebody else that the model made up. */
  | { readonly kind: 'other-role'; readonly at: number; readonly text: string }
  /** Text in a header that belongs to no part of it: left out, unless nothing else would be seen of the reply. */
  | { readonly kind: 'text-in-header'; readonly at: number; readonly text: string }
  /** The stream ended within a header or a body. */
  | { readonly kind: 'cut-off'; readonly at: number }

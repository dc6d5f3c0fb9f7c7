import type { Cut } from '../../../contract/context.js'

/** The cuts on a path of these messages, in its order. */
export function cutsOnPath(path: readonly string[], cuts: readonly Cut[]): readonly Cut[] {
  if (cuts.length === 0) return []
  const places = new Map(path.map((id, index) => [id, index]))
  return cuts
    .filter(({ messageId }) => places.has(messageId))
    .sort((a, b) => (places.get(a.messageId) ?? 0) - (places.get(b.messageId) ?? 0))
}

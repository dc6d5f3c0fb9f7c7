import type { Message } from '../../contract/chat.js'

type Version = Pick<Message, 'id' | 'versions'>

/** The version that a side of a comparison steps to: never the one that the other side shows. */
export function stepTarget(shown: Version, other: Version, step: 1 | -1): string | undefined {
  const key = step === 1 ? 'nextId' : 'previousId'
  const next = shown.versions?.[key]
  return next === other.id ? other.versions?.[key] : next
}

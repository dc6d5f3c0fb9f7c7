import {
  besideChannel,
  besideRole,
  channels,
  type HarmonyChannel,
  type HeaderOpening,
  hasWord,
  openAddress,
  readContentType,
  roleForm,
  roleOf,
  stripAddress,
  typeBehindRecipient,
} from './header-words.js'
import type { HarmonyNote } from './remarks.js'

/** What a message's header says. `channel` is always one of harmony's, `role` one of its roles. */
export interface HarmonyHeader {
  readonly role: string
  readonly channel: HarmonyChannel
  readonly recipient?: string
  readonly contentType?: string
}

/** Text of a header: behind `<|start|>`, `<|channel|>` or `<|constrain|>`. */
interface HeaderPart {
  readonly kind: 'role' | 'channel' | 'type'
  text: string
}

/** The texts between the markers of a header, as the model wrote them. */
export interface HeaderText {
  readonly opening: HeaderOpening
  /** The first is the role, and there is always one. */
  readonly parts: HeaderPart[]
}

/** What ends a header: `<|message|>`, `<|call|>`, the end of the stream, or anything else. */
export type HeaderEnd = 'message' | 'call' | 'cut' | 'other'

export interface HeaderReading {
  readonly header: HarmonyHeader
  /** What a header without `<|message|>` leaves for the body. */
  readonly body: string
  /** Texts that belong to no part of a header. */
  readonly slips: readonly string[]
  readonly notes: readonly HarmonyNote[]
}

/**
 * Reads a header leniently: the recipient may stand in either part, junk may follow a channel, a channel that is not
 * harmony's counts as commentary, and none at all as final. Without `<|message|>` the last part holds the body, which is
 * left as it was written.
 */
export function readHeader(text: HeaderText, end: HeaderEnd, at: number): HeaderReading {
  const { opening, parts } = text
  const open = end === 'message' ? -1 : openPart(text)
  const readings = parts.map((part, index) => (index === open ? readOpen(text, part, end) : readClosed(text, part)))
  const recipient = readings.find((reading) => reading.recipient !== undefined)?.recipient
  const typed = readings.findIndex((reading) => reading.contentType !== undefined)
  let contentType = readings[typed]?.contentType
  const slips: string[] = []
  readings.forEach((reading, index) => {
    // What is said once more is not lost; a recipient may stand in both places that it has.
    if (reading.recipient !== undefined && reading.recipient !== recipient) slips.push(` to=${reading.recipient}`)
    if (reading.contentType !== undefined && index !== typed) slips.push(reading.contentType)
    if (index === open) return
    const mayBeType = parts[index]?.kind === 'channel' && recipient !== undefined && contentType === undefined
    const type = mayBeType ? typeBehindRecipient(reading.rest) : undefined
    contentType ??= type?.contentType
    slips.push(type?.rest ?? reading.rest)
  })
  const body = readings[open]?.rest ?? ''
  const isReply = opening !== 'marker' && parts.length === 1 && open === 0
  // The word of a role and nothing else may be all that there is to see.
  if (isReply && body === '' && recipient === undefined) slips.push(roleText(text))
  const role = roleOf(opening, roleText(text), open === 0)
  const channelTexts = readings.flatMap(({ words }) => words ?? [])
  return {
    header: {
      role,
      channel: readChannel(channelTexts),
      ...(recipient === undefined ? {} : { recipient }),
      ...(contentType === undefined ? {} : { contentType }),
    },
    body,
    slips,
    notes: [...notesOf(text, role, channelTexts, at)],
  }
}

/** What is left of a text beside what it says of the header. */
interface PartReading {
  readonly rest: string
  readonly recipient?: string
  readonly contentType?: string
  /** Of a channel: the text that may name it. */
  readonly words?: string
}

function readClosed({ opening }: HeaderText, { kind, text }: HeaderPart): PartReading {
  if (kind === 'role') return roleForm(opening, text) ?? { rest: besideRole(opening, text) }
  if (kind === 'type') {
    const [found = '', contentType] = /^\s*(\S*)/.exec(text) ?? []
    return { rest: text.slice(found.length), ...(contentType ? { contentType } : {}) }
  }
  const { recipient, rest: words } = stripAddress(text)
  return { rest: besideChannel(words), words, ...(recipient === undefined ? {} : { recipient }) }
}

/** The part of a header without `<|message|>` that the body stands in: only what is no text for certain is taken off. */
function readOpen({ opening }: HeaderText, { kind, text }: HeaderPart, end: HeaderEnd): PartReading {
  const isCut = end === 'cut'
  if (kind === 'role') {
    const form = end === 'call' ? roleForm(opening, text) : undefined
    return form?.recipient === undefined
      ? { rest: besideRole(opening, text, true, isCut) }
      : { ...form, rest: form.rest.trim() }
  }
  if (kind === 'type') return readContentType(text, isCut)
  const behind = besideChannel(text, isCut)
  const words = text.slice(0, text.length - behind.length)
  // An answer may begin like that; a call is never on the final channel unless its own marker says so.
  const mayBeCall = hasWord(words) && (end === 'call' || readChannel([words]) !== 'final')
  const address = mayBeCall ? openAddress(behind) : undefined
  return address === undefined
    ? { words, rest: behind }
    : { words, recipient: address.recipient, ...readContentType(address.rest, isCut) }
}

/** The last part that holds more than a content type. */
function openPart({ parts }: HeaderText): number {
  const isOpen = ({ kind, text }: HeaderPart) =>
    text.trim() !== '' && (kind !== 'type' || readContentType(text).rest !== '')
  return Math.max(0, parts.findLastIndex(isOpen))
}

function readChannel(texts: readonly string[]): HarmonyChannel {
  for (const text of texts.toReversed()) {
    const lower = text.toLowerCase()
    const first = channels
      .map((channel) => ({ channel, at: lower.indexOf(channel) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0]
    if (first) return first.channel
  }
  return texts.some(hasWord) ? 'commentary' : 'final'
}

function* notesOf(text: HeaderText, role: string, channelTexts: readonly string[], at: number): Generator<HarmonyNote> {
  if (text.opening === 'text' || text.opening === 'none') yield { kind: 'no-start', at }
  if (role !== 'assistant') yield { kind: 'other-role', at, text: roleText(text).trim() }
  const channel = channelTexts.join(' ')
  if (!hasWord(channel)) yield { kind: 'no-channel', at }
  else if (!channels.some((name) => channel.toLowerCase().includes(name))) {
    yield { kind: 'unknown-channel', at, text: channel.trim() }
  }
}

export function roleText({ parts }: HeaderText): string {
  return parts[0]?.text ?? ''
}

import {
  channels,
  extractRecipient,
  type HarmonyChannel,
  type HeaderOpening,
  hasWord,
  isCutHeader,
  parseRole,
  readContentType,
  readRecipient,
  readRole,
  readTypeAfterRecipient,
  removeChannelWords,
  removeRoleWords,
} from './header-words.js'
import type { HarmonyRemark } from './remarks.js'

/** The header of a message. `channel` is always one of harmony's channels, `role` one of its roles. */
export interface HarmonyHeader {
  readonly role: string
  readonly channel: HarmonyChannel
  readonly recipient?: string
  readonly contentType?: string
}

/** The text after `<|start|>`, `<|channel|>` or `<|constrain|>`. */
interface HeaderPart {
  readonly kind: 'role' | 'channel' | 'type'
  text: string
}

/** The texts between the markers of a header, as the model wrote them. */
export interface HeaderText {
  readonly opening: HeaderOpening
  /** Never empty; the first is the role. */
  readonly parts: HeaderPart[]
}

/** How a header ends: with `<|message|>`, `<|call|>`, the end of the stream, or anything else. */
export type HeaderEnd = 'message' | 'call' | 'cut' | 'other'

export interface HeaderReading {
  readonly header: HarmonyHeader
  /** The body of a message without `<|message|>`; otherwise empty. */
  readonly body: string
  /** Texts that belong to no part of the header. */
  readonly slips: readonly string[]
  readonly remarks: readonly HarmonyRemark[]
}

/**
 * Reads a header leniently: the recipient may be in either part, junk may follow a channel, an unknown channel is
 * commentary, and a missing one is final. Without `<|message|>` the last part contains the body, which is unchanged.
 */
export function readHeader(text: HeaderText, end: HeaderEnd, at: number): HeaderReading {
  const { opening, parts } = text
  const open = end === 'message' ? -1 : findOpenPart(text)
  const readings = parts.map((part, index) => (index === open ? readOpen(text, part, end) : readClosed(text, part)))
  const recipient = readings.find((reading) => reading.recipient !== undefined)?.recipient
  const typed = readings.findIndex((reading) => reading.contentType !== undefined)
  let contentType = readings[typed]?.contentType
  const slips: string[] = []
  readings.forEach((reading, index) => {
    // Keeps differing repetitions as slips; the same recipient may be in both parts.
    if (reading.recipient !== undefined && reading.recipient !== recipient) slips.push(` to=${reading.recipient}`)
    if (reading.contentType !== undefined && index !== typed) slips.push(reading.contentType)
    if (index === open) return
    const canBeType = parts[index]?.kind === 'channel' && recipient !== undefined && contentType === undefined
    const type = canBeType ? readTypeAfterRecipient(reading.rest) : undefined
    contentType ??= type?.contentType
    slips.push(type?.rest ?? reading.rest)
  })
  const body = readings[open]?.rest ?? ''
  const isReply = opening !== 'marker' && parts.length === 1 && open === 0
  // A role word alone may be the whole reply.
  const isCutWord = end === 'cut' && isCutHeader(opening, roleText(text))
  if (isReply && body === '' && recipient === undefined && !isCutWord) slips.push(roleText(text))
  const role = readRole(opening, roleText(text), open === 0)
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
    remarks: [...remarksOn(text, role, channelTexts, at)],
  }
}

/** The header fields in a text, and the rest of the text. */
interface PartReading {
  readonly rest: string
  readonly recipient?: string
  readonly contentType?: string
  /** For the part of a channel: the text that may contain its name. */
  readonly words?: string
}

function readClosed({ opening }: HeaderText, { kind, text }: HeaderPart): PartReading {
  if (kind === 'role') return parseRole(opening, text) ?? { rest: removeRoleWords(opening, text) }
  if (kind === 'type') {
    const [found = '', contentType] = /^\s*(\S*)/.exec(text) ?? []
    return { rest: text.slice(found.length), ...(contentType ? { contentType } : {}) }
  }
  const { recipient, rest: words } = extractRecipient(text)
  return { rest: removeChannelWords(words), words, ...(recipient === undefined ? {} : { recipient }) }
}

/** Reads the part that contains the body of a message without `<|message|>`. Removes only words that can't be text. */
function readOpen(header: HeaderText, { kind, text }: HeaderPart, end: HeaderEnd): PartReading {
  const { opening } = header
  const isCut = end === 'cut'
  if (kind === 'role') {
    const form = end === 'call' ? parseRole(opening, text) : undefined
    return form?.recipient === undefined
      ? { rest: removeRoleWords(opening, text, true, isCut) }
      : { ...form, rest: form.rest.trim() }
  }
  if (kind === 'type') return readContentType(text, isCut)
  const rest = removeChannelWords(text, isCut)
  const words = text.slice(0, text.length - rest.length)
  // An answer may begin with `to=`. Only with `<|call|>` is it a call on the final channel.
  const canBeCall = hasWord(words) && (end === 'call' || readChannel([words]) !== 'final')
  const address = canBeCall ? readRecipient(rest) : undefined
  if (address) return { words, recipient: address.recipient, ...readContentType(address.rest, isCut) }
  return isToTool(header) ? { words, ...readContentType(rest, isCut) } : { words, rest }
}

/** True if the role, which another part follows, holds a recipient and nothing that could be an answer. */
function isToTool({ opening, parts }: HeaderText): boolean {
  return parts.length > 1 && parseRole(opening, parts[0]?.text ?? '')?.recipient !== undefined
}

/** Returns the index of the last part that contains more than a content type. */
function findOpenPart(header: HeaderText): number {
  const isOpen = ({ kind, text }: HeaderPart) =>
    text.trim() !== '' && (kind !== 'type' || readContentType(text).rest !== '')
  return Math.max(isToTool(header) ? 1 : 0, header.parts.findLastIndex(isOpen))
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

function* remarksOn(
  text: HeaderText,
  role: string,
  channelTexts: readonly string[],
  at: number,
): Generator<HarmonyRemark> {
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

import type { HarmonyNote } from './notes.js'

/** What a message's header says. `channel` is always one of harmony's, `role` one of its roles. */
export interface HarmonyHeader {
  readonly role: string
  readonly channel: HarmonyChannel
  readonly recipient?: string
  readonly contentType?: string
}

type HarmonyChannel = 'analysis' | 'commentary' | 'final'

/** What a header began with: the prompt's own `<|start|>assistant`, another `<|start|>`, text, or nothing but its markers. */
type HeaderOpening = 'prompt' | 'marker' | 'text' | 'none'

/** The texts between the markers of a header, as the model wrote them. */
export interface HeaderText {
  readonly opening: HeaderOpening
  /** Between `<|start|>` and the next marker. */
  role: string
  /** After each `<|channel|>`: one, or several when the model repeats itself. */
  readonly channels: string[]
  /** After `<|constrain|>`. */
  contentType: string | undefined
}

const channels: readonly HarmonyChannel[] = ['analysis', 'commentary', 'final']
const roles = ['assistant', 'user', 'system', 'developer', 'tool']
const repeated = (words: readonly string[]) => `(?:${words.join('|')})(?:[^\\p{L}\\p{N}]*(?:${words.join('|')}))*`
// A word of the header may touch the text behind it ("finalI’m sorry"), but "finally" and "users" are text.
const roleWords = new RegExp(`^\\s*${repeated(roles)}(?!\\p{Ll})`, 'u')
const onlyRoleWords = new RegExp(`^\\s*${repeated(roles)}\\s*$`, 'u')
const assistantWords = new RegExp(`^\\s*${repeated(['assistant'])}(?!\\p{Ll})`, 'u')
const channelWords = new RegExp(`^[^\\p{L}\\p{N}]*${repeated(channels)}(?!\\p{Ll})`, 'u')
const channelInRole = new RegExp(`^\\s*(?:assistant)?[^\\p{L}\\p{N}]*(${channels.join('|')})\\s*$`, 'u')
const recipientWord = /(?:^|\s|(?<=\W))to=(\S+)/
const contentTypeWord = /^\s*([A-Za-z][\w./+-]*)\s*$/
const knownContentType = /^\s*(?:(?:json|code|text|python)(?![a-z])|\w+\/[\w.+-]+)/
const toolName = /^\s*[\w.-]+\s+to=\S+\s*$/

/**
 * Reads a header leniently: the recipient may stand in either part, junk may follow a channel, a channel that is not
 * harmony's counts as commentary, and none at all as final.
 */
export function readHeader(text: HeaderText): HarmonyHeader {
  const channelText = text.channels.join(' ')
  const recipient = readRecipient(text)
  const spare = withoutRecipient(channelText).replace(channelWords, '')
  const contentType =
    /\S+/.exec(text.contentType ?? '')?.[0] ?? (recipient ? contentTypeWord.exec(spare)?.[1] : undefined)
  return {
    role: readRole(text),
    channel: readChannel(text.channels),
    ...(recipient ? { recipient } : {}),
    ...(contentType ? { contentType } : {}),
  }
}

function readRecipient({ role, channels: texts }: HeaderText): string | undefined {
  return (recipientWord.exec(role) ?? recipientWord.exec(texts.join(' ')))?.[1]
}

/** What is odd about a header that was read. */
export function* headerNotes(text: HeaderText, at: number): Generator<HarmonyNote> {
  if (text.opening === 'text' || text.opening === 'none') yield { kind: 'no-start', at }
  const role = readRole(text)
  if (role !== 'assistant') yield { kind: 'other-role', at, text: role }
  const channel = withoutRecipient(text.channels.join(' '))
  if (!hasWord(channel)) yield { kind: 'no-channel', at }
  else if (!channels.some((name) => channel.toLowerCase().includes(name))) {
    yield { kind: 'unknown-channel', at, text: channel.trim() }
  }
}

/** Nothing has come of the header yet. */
export function isBlank({ role, channels, contentType }: HeaderText): boolean {
  return role.trim() === '' && channels.length === 0 && contentType === undefined
}

function readRole(text: HeaderText): string {
  const words = roleWordsOf(text).exec(withoutRecipient(text.role))?.[0].trim()
  if (words !== undefined) return roles.find((role) => words.startsWith(role)) ?? 'assistant'
  return isTool(text) ? 'tool' : 'assistant'
}

/** A tool's message begins with its name. */
function isTool({ opening, role }: HeaderText): boolean {
  return opening === 'marker' && (/^\s*functions\./.test(role) || toolName.test(role))
}

/** Text that no `<|start|>` of the model's own began may be an answer that happens to begin with such a word. */
function roleWordsOf({ opening, role }: HeaderText): RegExp {
  const isRole = opening === 'marker' || (opening === 'text' && onlyRoleWords.test(role))
  return isRole ? roleWords : assistantWords
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

/** What the text of the role holds beside its words. A stream may have been cut within the word. */
export function besideRole(text: HeaderText): string {
  const rest = withoutRecipient(text.role).replace(roleWordsOf(text), '').trimStart()
  // The prompt has given the role: what the model adds can't be the beginning of that word.
  return text.opening !== 'prompt' && isBeginning(rest, roles) ? '' : rest
}

/** What the text of a channel holds beside its words. */
export function besideChannel(text: string): string {
  const rest = withoutRecipient(text).replace(channelWords, '').trimStart()
  return isBeginning(rest, channels) ? '' : rest
}

/** What stands behind the content type; all of the text when it begins with none. */
export function besideContentType(text: string): string {
  return text.replace(knownContentType, '').trimStart()
}

/** Text of a header before any of its markers that is no role: at least some words, or behind an end any word. */
export function strayText(text: HeaderText): string {
  if (isTool(text)) return ''
  const rest = besideRole(text)
  const isMessage = text.opening === 'text' ? hasWord(rest) : isWording(rest)
  return isMessage ? rest : ''
}

export function recipientPart(text: HeaderText): string {
  const recipient = readRecipient(text)
  return recipient === undefined ? '' : ` to=${recipient}`
}

/** Where `<|channel|>` was left out ("assistantfinal"), its word stands in the role. */
export function moveChannelOutOfRole(text: HeaderText): void {
  const found = text.channels.length === 0 ? channelInRole.exec(withoutRecipient(text.role)) : null
  if (!found) return
  text.channels.push(found[1] ?? '')
  text.role = recipientPart(text)
}

/** What a whole header holds beside its words in its role and its first `count` channels. */
export function* slipsOf(text: HeaderText, count: number): Generator<string> {
  if (readRole(text) !== 'tool') yield besideRole(text)
  const mayBeType = readRecipient(text) !== undefined && text.contentType === undefined
  for (const channel of text.channels.slice(0, count)) {
    const rest = besideChannel(channel)
    if (!(mayBeType && contentTypeWord.test(rest))) yield rest
  }
}

function isBeginning(text: string, words: readonly string[]): boolean {
  return words.some((word) => word.startsWith(text.trim().toLowerCase()))
}

/** Enough to be something that the model wanted to say; `?`, `2?` and the like are slips within a header. */
export function isWording(text: string): boolean {
  return /(?:[\p{L}\p{N}][^\p{L}\p{N}]*){4}|(?!\p{ASCII})\p{L}/u.test(text)
}

export function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

function withoutRecipient(text: string): string {
  return text.replace(recipientWord, '')
}

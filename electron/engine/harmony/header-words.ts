// Patterns for the words of a header, and functions that read its texts.

export type HarmonyChannel = 'analysis' | 'commentary' | 'final'

/** How a header began: with the prompt's own `<|start|>assistant`, another `<|start|>`, text, or its first marker. */
export type HeaderOpening = 'prompt' | 'marker' | 'text' | 'none'

export const channels: readonly HarmonyChannel[] = ['analysis', 'commentary', 'final']
const roles = ['assistant', 'user', 'system', 'developer', 'tool']
const contentTypes = ['json', 'code', 'text', 'python']

const repeated = (words: readonly string[]) => `(?:${words.join('|')})(?:[^\\p{L}\\p{N}]*(?:${words.join('|')}))*`
// A header word may touch the text after it ("finalI’m sorry"), but "finally" and "users" are text.
const roleWords = new RegExp(`^\\s*${repeated(roles)}(?!\\p{Ll})`, 'u')
const onlyRoleWords = new RegExp(`^\\s*${repeated(roles)}(?:\\s+to=\\S+)?\\s*$`, 'u')
const assistantWords = new RegExp(`^\\s*${repeated(['assistant'])}(?!\\p{Ll})`, 'u')
const channelWords = new RegExp(`^[^\\p{L}\\p{N}]*${repeated(channels)}(?!\\p{Ll})`, 'u')
const channelInRole = new RegExp(
  `^(\\s*(?:assistant)?(?:\\s*to=\\S+\\s)?[^\\p{L}\\p{N}]*)((?:${channels.join('|')})(?:\\s+to=\\S+)?\\s*)$`,
  'u',
)
const recipientWord = /(?:^|\s|(?<=\W))to=(\S+)/
// After the role's words: a name, slips without a word, the recipient.
const afterRole = /^(:\S+)?([^\p{L}\p{N}]*?)(?:(?:^|(?<=\W))to=(\S+))?\s*$/u
// A recipient and nothing else, or its beginning after a space: a stream that ends so was cut inside a header.
const cutRecipient = /^(?:\s+(?:t|to)?|\s*to=\S*\s*)$/
// The name of a made-up user, or a tool that speaks.
const cutSpeaker = /^(?::\S*|\s*functions\.\S*(?:\s+(?:to?|to=\S*)?)?\s*)$/
const afterChannel = /^[\s?]*to=([\p{L}_][^\s{["]*)/u
const contentTypeWord = /^([^\p{L}\p{N}]*)([A-Za-z][\w./+-]*)\s*$/u
const knownContentType = new RegExp(`^\\s*((?:${contentTypes.join('|')})(?![a-z])|\\w+\\/[\\w.+-]+)`)
const toolForm = /^\s*(?:functions\.\S+|[\w.-]+(?=\s+to=))(?:\s+to=(\S+))?\s*$/

/** @param isOpen no part of a header follows; after an end marker the text is then an answer, even if it is a header word */
function rolePattern(opening: HeaderOpening, text: string, isOpen: boolean): RegExp {
  const isRole = opening === 'marker' || (opening === 'text' && !isOpen && onlyRoleWords.test(text))
  return isRole ? roleWords : assistantWords
}

export function readRole(opening: HeaderOpening, text: string, isOpen: boolean): string {
  const words = rolePattern(opening, text, isOpen).exec(text)?.[0].trim()
  if (words !== undefined) return roles.find((role) => words.startsWith(role)) ?? 'assistant'
  return opening === 'marker' && toolForm.test(text) ? 'tool' : 'assistant'
}

/** Reads the text of a role. Returns undefined if the text holds anything that could be part of an answer. */
export function parseRole(opening: HeaderOpening, text: string): { recipient?: string; rest: string } | undefined {
  const words = rolePattern(opening, text, false).exec(text)?.[0]
  const tool = opening === 'marker' && words === undefined ? toolForm.exec(text) : null
  if (tool) return { rest: '', ...(tool[1] === undefined ? {} : { recipient: tool[1] }) }
  const found = afterRole.exec(text.slice(words?.length ?? 0))
  if (!found || (found[1] !== undefined && (opening !== 'marker' || words === undefined))) return undefined
  const [, name = '', slip = '', recipient] = found
  return { rest: `${name}${slip}`, ...(recipient === undefined ? {} : { recipient }) }
}

/** Returns the text of a role without its words. A stream may have been cut inside a word. */
export function removeRoleWords(opening: HeaderOpening, text: string, isOpen = false, isCut = false): string {
  const after = text.replace(rolePattern(opening, text, isOpen), '')
  if (isCut && isCutHeader(opening, after)) return ''
  const rest = after.trimStart()
  // The prompt gave the role, so the model's text can't be the beginning of that word.
  return isCut && opening !== 'prompt' && isBeginning(rest, [...roles, 'functions.']) ? '' : rest
}

/** True if a stream that was cut after these words of a role was cut inside a header, so that they are no answer. */
export function isCutHeader(opening: HeaderOpening, text: string): boolean {
  return cutRecipient.test(text) || (opening === 'marker' && cutSpeaker.test(text))
}

/** Returns the text of a channel without its words. Text after the word of the final channel is an answer. */
export function removeChannelWords(text: string, isCut = false): string {
  const after = text.replace(channelWords, '')
  const words = text.slice(0, text.length - after.length)
  if (isCut && !words.includes('final') && cutRecipient.test(after)) return ''
  const rest = after.trimStart()
  return isCut && isBeginning(rest, channels) ? '' : rest
}

/** Returns the text before another part of the header if it is a message instead of a role, or an empty text. */
export function findStrayText(opening: HeaderOpening, text: string): string {
  if (parseRole(opening, text) !== undefined) return ''
  const rest = removeRoleWords(opening, text)
  const isMessage = opening === 'text' ? hasWord(rest) : isWording(rest)
  return isMessage ? rest : ''
}

/** Splits a role that contains the channel because `<|channel|>` was left out ("assistantfinal"). */
export function splitRole(text: string): { role: string; channel: string } | undefined {
  const [, role, channel] = channelInRole.exec(text) ?? []
  return role === undefined || channel === undefined ? undefined : { role, channel }
}

/** Removes the recipient from the text of a channel that has a part after it, unless it is a word of a sentence. */
export function extractRecipient(text: string): { recipient?: string; rest: string } {
  const found = recipientWord.exec(text)
  if (!found) return { rest: text }
  const before = text.slice(0, found.index)
  const words = removeChannelWords(before)
  if (isWording(words) && !/^\W*[\w-]+\W*$/.test(words)) return { rest: text }
  return { recipient: found[1] ?? '', rest: before + text.slice(found.index + found[0].length) }
}

/** Reads the recipient at the beginning of a text. */
export function readRecipient(text: string): { recipient: string; rest: string } | undefined {
  const [found, recipient] = afterChannel.exec(text) ?? []
  return found === undefined || recipient === undefined ? undefined : { recipient, rest: text.slice(found.length) }
}

/** Reads the content type at the beginning of a text. `rest` is the text after it, or all of the text without one. */
export function readContentType(text: string, isCut = false): { contentType?: string; rest: string } {
  const [found, contentType] = knownContentType.exec(text) ?? []
  if (found !== undefined && contentType !== undefined)
    return { contentType, rest: text.slice(found.length).trimStart() }
  return { rest: isCut && isBeginning(text, contentTypes) ? '' : text.trimStart() }
}

/** A single word after a recipient is the content type, even an unknown one. `rest` is the slips before it. */
export function readTypeAfterRecipient(text: string): { contentType: string; rest: string } | undefined {
  const [, rest, contentType] = contentTypeWord.exec(text) ?? []
  return rest === undefined || contentType === undefined ? undefined : { contentType, rest }
}

function isBeginning(text: string, words: readonly string[]): boolean {
  return words.some((word) => word.startsWith(text.trim()))
}

/** True if the text is long enough to be meant as text; `?`, `2?` and the like are slips in a header. */
export function isWording(text: string): boolean {
  return /(?:[\p{L}\p{N}][^\p{L}\p{N}]*){4}|(?!\p{ASCII})[\p{L}\p{Extended_Pictographic}]/u.test(text)
}

export function hasWord(text: string): boolean {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)
}

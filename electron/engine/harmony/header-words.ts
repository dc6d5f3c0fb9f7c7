/** The words that the texts of a header are made of. */

export type HarmonyChannel = 'analysis' | 'commentary' | 'final'

/** What a header began with: the prompt's own `<|start|>assistant`, another `<|start|>`, text, or nothing but its markers. */
export type HeaderOpening = 'prompt' | 'marker' | 'text' | 'none'

export const channels: readonly HarmonyChannel[] = ['analysis', 'commentary', 'final']
const roles = ['assistant', 'user', 'system', 'developer', 'tool']
const contentTypes = ['json', 'code', 'text', 'python']

const repeated = (words: readonly string[]) => `(?:${words.join('|')})(?:[^\\p{L}\\p{N}]*(?:${words.join('|')}))*`
// A word of the header may touch the text behind it ("finalI’m sorry"), but "finally" and "users" are text.
const roleWords = new RegExp(`^\\s*${repeated(roles)}(?!\\p{Ll})`, 'u')
const onlyRoleWords = new RegExp(`^\\s*${repeated(roles)}(?:\\s+to=\\S+)?\\s*$`, 'u')
const assistantWords = new RegExp(`^\\s*${repeated(['assistant'])}(?!\\p{Ll})`, 'u')
const channelWords = new RegExp(`^[^\\p{L}\\p{N}]*${repeated(channels)}(?!\\p{Ll})`, 'u')
const channelInRole = new RegExp(
  `^(\\s*(?:assistant)?(?:\\s*to=\\S+\\s)?[^\\p{L}\\p{N}]*)((?:${channels.join('|')})(?:\\s+to=\\S+)?\\s*)$`,
  'u',
)
const recipientWord = /(?:^|\s|(?<=\W))to=(\S+)/
// Behind the role's words: a name, slips without a word, the recipient.
const behindRole = /^(:\S+)?([^\p{L}\p{N}]*?)(?:(?:^|(?<=\W))to=(\S+))?\s*$/u
const behindChannel = /^[\s?]*to=([\p{L}_][^\s{["]*)/u
const contentTypeWord = /^([^\p{L}\p{N}]*)([A-Za-z][\w./+-]*)\s*$/u
const knownContentType = new RegExp(`^\\s*((?:${contentTypes.join('|')})(?![a-z])|\\w+\\/[\\w.+-]+)`)
const toolForm = /^\s*(?:functions\.\S+|[\w.-]+(?=\s+to=))(?:\s+to=(\S+))?\s*$/

/** @param isOpen nothing of a header follows: behind an end it is an answer, though it be a word of headers */
function wordsOf(opening: HeaderOpening, text: string, isOpen: boolean): RegExp {
  const isRole = opening === 'marker' || (opening === 'text' && !isOpen && onlyRoleWords.test(text))
  return isRole ? roleWords : assistantWords
}

export function roleOf(opening: HeaderOpening, text: string, isOpen: boolean): string {
  const words = wordsOf(opening, text, isOpen).exec(text)?.[0].trim()
  if (words !== undefined) return roles.find((role) => words.startsWith(role)) ?? 'assistant'
  return opening === 'marker' && toolForm.test(text) ? 'tool' : 'assistant'
}

/** The text of a role when it holds nothing that somebody could have wanted to say. */
export function roleForm(opening: HeaderOpening, text: string): { recipient?: string; rest: string } | undefined {
  const words = wordsOf(opening, text, false).exec(text)?.[0]
  const tool = opening === 'marker' && words === undefined ? toolForm.exec(text) : null
  if (tool) return { rest: '', ...(tool[1] === undefined ? {} : { recipient: tool[1] }) }
  const found = behindRole.exec(text.slice(words?.length ?? 0))
  if (!found || (found[1] !== undefined && (opening !== 'marker' || words === undefined))) return undefined
  const [, name = '', slip = '', recipient] = found
  return { rest: `${name}${slip}`, ...(recipient === undefined ? {} : { recipient }) }
}

/** What the text of a role holds beside its words. A stream may have been cut within the word. */
export function besideRole(opening: HeaderOpening, text: string, isOpen = false, isCut = false): string {
  const rest = text.replace(wordsOf(opening, text, isOpen), '').trimStart()
  // The prompt has given the role: what the model adds can't be the beginning of that word.
  return isCut && opening !== 'prompt' && isBeginning(rest, roles) ? '' : rest
}

/** What the text of a channel holds beside its words. */
export function besideChannel(text: string, isCut = false): string {
  const rest = text.replace(channelWords, '').trimStart()
  return isCut && isBeginning(rest, channels) ? '' : rest
}

/** Text of a role that another part of the header follows, and that is no role. */
export function strayText(opening: HeaderOpening, text: string): string {
  if (roleForm(opening, text) !== undefined) return ''
  const rest = besideRole(opening, text)
  const isMessage = opening === 'text' ? hasWord(rest) : isWording(rest)
  return isMessage ? rest : ''
}

/** Where `<|channel|>` was left out ("assistantfinal"), its word stands in the role: the two texts. */
export function splitRole(text: string): { role: string; channel: string } | undefined {
  const [, role, channel] = channelInRole.exec(text) ?? []
  return role === undefined || channel === undefined ? undefined : { role, channel }
}

/** Takes the recipient out of a channel's text that the header goes on behind, unless it is a word of a sentence. */
export function stripAddress(text: string): { recipient?: string; rest: string } {
  const found = recipientWord.exec(text)
  if (!found) return { rest: text }
  const before = text.slice(0, found.index)
  const beside = besideChannel(before)
  if (isWording(beside) && !/^\W*[\w-]+\W*$/.test(beside)) return { rest: text }
  return { recipient: found[1] ?? '', rest: before + text.slice(found.index + found[0].length) }
}

/** The recipient that a text begins with. */
export function openAddress(text: string): { recipient: string; rest: string } | undefined {
  const [found, recipient] = behindChannel.exec(text) ?? []
  return found === undefined || recipient === undefined ? undefined : { recipient, rest: text.slice(found.length) }
}

/** The content type that a text begins with, and what stands behind it: all of the text when it begins with none. */
export function readContentType(text: string, isCut = false): { contentType?: string; rest: string } {
  const [found, contentType] = knownContentType.exec(text) ?? []
  if (found !== undefined && contentType !== undefined)
    return { contentType, rest: text.slice(found.length).trimStart() }
  return { rest: isCut && isBeginning(text, contentTypes) ? '' : text.trimStart() }
}

/** One word behind a recipient is the content type, though it be none that is known: it, and the slips before it. */
export function typeBehindRecipient(text: string): { contentType: string; rest: string } | undefined {
  const [, rest, contentType] = contentTypeWord.exec(text) ?? []
  return rest === undefined || contentType === undefined ? undefined : { contentType, rest }
}

function isBeginning(text: string, words: readonly string[]): boolean {
  return words.some((word) => word.startsWith(text.trim()))
}

/** Enough to be something that the model wanted to say; `?`, `2?` and the like are slips within a header. */
export function isWording(text: string): boolean {
  return /(?:[\p{L}\p{N}][^\p{L}\p{N}]*){4}|(?!\p{ASCII})[\p{L}\p{Extended_Pictographic}]/u.test(text)
}

export function hasWord(text: string): boolean {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)
}

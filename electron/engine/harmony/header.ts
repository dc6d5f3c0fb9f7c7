/** What a message's header says. `channel` is always one of harmony's, `role` one of its roles. */
export interface HarmonyHeader {
  readonly role: string
  readonly channel: HarmonyChannel
  readonly recipient?: string
  readonly contentType?: string
}

export type HarmonyChannel = 'analysis' | 'commentary' | 'final'

/** The texts between the markers of a header, as the model wrote them. */
export interface HeaderText {
  /** Between `<|start|>` and the next marker. */
  role: string
  /** After each `<|channel|>`: one, or several when the model repeats itself. */
  readonly channels: string[]
  /** After `<|constrain|>`. */
  contentType: string | undefined
}

const channels: readonly HarmonyChannel[] = ['analysis', 'commentary', 'final']
const roles = ['assistant', 'user', 'system', 'developer', 'tool']
const roleWords = new RegExp(`^\\s*((?:${roles.join('|')})\\s*)+`, 'i')
const channelWords = new RegExp(`^[^\\p{L}\\p{N}]*((?:${channels.join('|')})[^\\p{L}\\p{N}]*)+`, 'iu')
const recipientWord = /(?:^|\s|(?<=\W))to=(\S+)/
const contentTypeWord = /^\s*(json|code|text|python)\s*$/

/**
 * Reads a header leniently: the recipient may stand in either part, junk may follow a channel, a channel that is not
 * harmony's counts as commentary, and none at all as final.
 */
export function readHeader(text: HeaderText): HarmonyHeader {
  const channelText = text.channels.join(' ')
  const recipient = (recipientWord.exec(text.role) ?? recipientWord.exec(channelText))?.[1]
  const spare = withoutRecipient(channelText).replace(channelWords, '')
  const contentType =
    /\w+/.exec(text.contentType ?? '')?.[0] ?? (recipient ? contentTypeWord.exec(spare)?.[1] : undefined)
  return {
    role: readRole(text.role),
    channel: readChannel(text.channels),
    ...(recipient ? { recipient } : {}),
    ...(contentType ? { contentType } : {}),
  }
}

function readRole(text: string): string {
  const words = roleWords.exec(text)?.[0].trim().toLowerCase()
  return roles.find((role) => words?.startsWith(role)) ?? (/^\s*functions\./.test(text) ? 'tool' : 'assistant')
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
  return texts.some((text) => /[\p{L}\p{N}]/u.test(text)) ? 'commentary' : 'final'
}

/** What a header's texts hold beside its words: what must be the body when no `<|message|>` came. */
export function textBeside(part: 'role' | 'channel', text: string): string {
  const words = part === 'role' ? roleWords : channelWords
  const known: readonly string[] = part === 'role' ? roles : channels
  const rest = withoutRecipient(text).replace(words, '').trimStart()
  // The stream may have been cut within the word.
  return known.some((word) => word.startsWith(rest.trim().toLowerCase())) ? '' : rest
}

/** Enough to be something that the model wanted to say; `?`, `2?` and the like are slips within a header. */
export function isWording(text: string): boolean {
  return /(?:[\p{L}\p{N}][^\p{L}\p{N}]*){4}|(?!\p{ASCII})\p{L}/u.test(text)
}

function withoutRecipient(text: string): string {
  return text.replace(recipientWord, '')
}

import { type ShownConversation, type ShownPart, timeInWords } from './shown-conversation.js'

/** A conversation as Markdown. Reasoning is folded on the screen, and is left out. */
export function markdownText({ title, at, parts }: ShownConversation): string {
  const when = at === undefined ? [] : [`*${timeInWords(at)}*`]
  return `${[`# ${oneLine(title)}`, ...when, ...parts.flatMap(partText)].join('\n\n')}\n`
}

/** The paragraphs of one message. */
export function partText({ who, at, text, remarks }: ShownPart): readonly string[] {
  const when = at === undefined ? '' : ` · ${timeInWords(at)}`
  const body = text.trim() === '' ? [] : [text.trim()]
  return [`## ${oneLine(who)}${when}`, ...body, ...remarks.map((remark) => `> ${oneLine(remark)}`)]
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

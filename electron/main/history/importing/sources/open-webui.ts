import { isObject } from '../../../files/read-tolerant.js'
import type { ArchivedDocument } from '../../../store/archive/archived.js'
import { idFrom } from '../../../store/archive/archived-ids.js'
import {
  BrokenEntry,
  documentFrom,
  type Json,
  listAt,
  objectAt,
  type Said,
  type Source,
  said,
  textAt,
  timeFrom,
  titleOf,
} from './source.js'
import { shownTree, type TreeNode } from './tree.js'

/**
 * An entry of an export of chats: `chat` has the messages as a tree, `history`, and in old exports only as a list. Thoughts
 * and tool calls stand inside the text of a reply.
 */
export const openWebUi: Source = {
  name: 'Open WebUI',
  fits: (value) => {
    const chat = objectAt(value, 'chat') ?? value
    return 'chat' in value || isObject(objectAt(chat, 'history')?.messages)
  },
  convert(value) {
    const chat = objectAt(value, 'chat') ?? value
    const history = objectAt(chat, 'history')
    const named = objectAt(history, 'messages')
    const listed = listAt(chat, 'messages')
    if (!named && listed.length === 0) throw new BrokenEntry('Its messages are missing.')
    const name =
      textAt(value, 'id') ||
      textAt(chat, 'id') ||
      JSON.stringify([value.title ?? chat.title, chat.timestamp, listed[0]])
    const conversationId = idFrom('open-webui', name)
    const nodes = new Map<string, TreeNode>()
    const documents: ArchivedDocument[] = []
    const broken: string[] = []
    let before: string | undefined
    const entries: readonly (readonly [string, unknown])[] = named
      ? Object.entries(named)
      : listed.map((message, place) => [textAt(message, 'id') ?? `number ${place + 1}`, message])
    for (const [id, message] of entries) {
      if (!isObject(message)) {
        broken.push(id)
        continue
      }
      const attached = documentsOf(message, conversationId, id)
      documents.push(...attached)
      const parent = named ? textAt(message, 'parentId') : before
      const children = listAt(message, 'childrenIds').filter((child) => typeof child === 'string')
      nodes.set(id, { id, parent, children, said: saidIn(message, attached) })
      before = id
    }
    const tree = shownTree(nodes, (node) => idFrom(conversationId, node))
    const current = textAt(history, 'currentId') ?? before
    const createdAt = timeFrom(value.created_at) ?? timeFrom(chat.timestamp, 'ms')
    const updatedAt = timeFrom(value.updated_at)
    const instructions = textAt(objectAt(chat, 'params'), 'system') ?? textAt(chat, 'system') ?? ''
    return {
      conversation: {
        id: conversationId,
        title: titleOf(value.title ?? chat.title),
        ...(createdAt && { createdAt }),
        ...(updatedAt && { updatedAt }),
        currentMessageId:
          (current === undefined ? undefined : tree.shownAt(current)) ?? tree.messages.at(-1)?.id ?? null,
        ...(instructions.trim() !== '' && { settings: { instructions } }),
        messages: [...tree.messages],
      },
      documents,
      broken,
    }
  },
}

function saidIn(message: Json, attached: readonly ArchivedDocument[]): Said | undefined {
  const role = textAt(message, 'role')
  if (role !== 'user' && role !== 'assistant') return undefined
  const content =
    textAt(message, 'content') ??
    listAt(message, 'content')
      .map((part) => textAt(part, 'text') ?? '')
      .join('\n')
  const { text, reasoning } = role === 'assistant' ? withoutDetails(content) : { text: content, reasoning: '' }
  if (text.trim() === '' && reasoning === '' && attached.length === 0) return undefined
  const createdAt = timeFrom(message.timestamp)
  const model = textAt(message, 'model') ?? textAt(message, 'modelName')
  return said(role, text, {
    reasoning,
    ...(createdAt && { createdAt }),
    ...(role === 'assistant' && { state: 'done', ...(model !== undefined && { model }) }),
    ...(attached.length > 0 && { documentIds: attached.map(({ id }) => id) }),
  })
}

const opening = '<details type="'
const closing = '</details>'

/** Takes thoughts out of a reply, and what is about tools. Other details stay. */
function withoutDetails(content: string): { readonly text: string; readonly reasoning: string } {
  const thoughts: string[] = []
  let text = ''
  let at = 0
  for (let start = content.indexOf(opening); start >= 0; start = content.indexOf(opening, at)) {
    const end = content.indexOf(closing, start)
    const body = content.indexOf('>', start)
    if (end < 0 || body < 0 || body > end) break
    const type = content.slice(start + opening.length, content.indexOf('"', start + opening.length))
    const isHidden = ['reasoning', 'tool_calls', 'code_interpreter'].includes(type)
    text += content.slice(at, isHidden ? start : end + closing.length)
    if (type === 'reasoning') thoughts.push(thoughtIn(content.slice(body + 1, end)))
    at = end + closing.length
    if (isHidden) while (content[at] === '\n') at++
  }
  const reasoning = thoughts.filter((thought) => thought !== '').join('\n\n')
  return { text: text + content.slice(at), reasoning }
}

/** Lines are quoted, after a summary that says how long it took. */
function thoughtIn(body: string): string {
  const after = body.indexOf('</summary>')
  return decoded(
    body
      .slice(after < 0 ? 0 : after + '</summary>'.length)
      .split('\n')
      .map((line) => line.replace(/^> ?/, ''))
      .join('\n')
      .trim(),
  )
}

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')

function documentsOf(message: Json, conversationId: string, messageId: string): readonly ArchivedDocument[] {
  const createdAt = timeFrom(message.timestamp)
  return listAt(message, 'files').flatMap((file, place) => {
    const stored = objectAt(file, 'file')
    const text = textAt(objectAt(stored, 'data'), 'content') ?? ''
    if (text.trim() === '') return []
    const name = textAt(file, 'name') ?? textAt(stored, 'filename') ?? ''
    const bytes = isObject(file) ? file.size : undefined
    return [documentFrom([conversationId, messageId, place], { name, text, bytes, createdAt })]
  })
}

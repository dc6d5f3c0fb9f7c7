import { isObject } from '../../../files/read-tolerant.js'
import type { ArchivedDocument } from '../../../store/archive/archived.js'
import { idFrom } from '../../../store/archive/archived-ids.js'
import {
  BrokenEntry,
  documentFrom,
  type Json,
  listAt,
  type Said,
  type Source,
  said,
  textAt,
  timeFrom,
  titleOf,
} from './source.js'
import { shownTree, type TreeNode } from './tree.js'

/**
 * An entry of conversations.json: a list of messages, `chat_messages`, in newer exports with the message before each. A message
 * has blocks of text, thoughts and tool calls. Of attached files the export has the text.
 */
export const claude: Source = {
  name: 'Claude',
  fits: (value) => 'chat_messages' in value,
  convert(value) {
    if (!Array.isArray(value.chat_messages)) throw new BrokenEntry('Its messages are missing.')
    const name = textAt(value, 'uuid') ?? JSON.stringify([value.name, value.created_at])
    const conversationId = idFrom('claude', name)
    const nodes = new Map<string, TreeNode>()
    const documents: ArchivedDocument[] = []
    const broken: string[] = []
    let before: string | undefined
    for (const [place, message] of value.chat_messages.entries()) {
      if (!isObject(message)) {
        broken.push(`message ${place + 1}`)
        continue
      }
      const id = textAt(message, 'uuid') ?? `number ${place + 1}`
      if (nodes.has(id)) continue
      const attached = documentsOf(message, conversationId, id)
      documents.push(...attached)
      const parent = textAt(message, 'parent_message_uuid')
      // The first message names a parent that is not there.
      nodes.set(id, { id, parent: parent ?? before, children: [], said: saidIn(message, attached) })
      before = id
    }
    const tree = shownTree(nodes, (node) => idFrom(conversationId, node))
    const leaf = textAt(value, 'current_leaf_message_uuid') ?? before
    const createdAt = timeFrom(value.created_at)
    const updatedAt = timeFrom(value.updated_at)
    return {
      conversation: {
        id: conversationId,
        title: titleOf(value.name),
        ...(createdAt && { createdAt }),
        ...(updatedAt && { updatedAt }),
        currentMessageId: (leaf === undefined ? undefined : tree.shownAt(leaf)) ?? tree.messages.at(-1)?.id ?? null,
        messages: [...tree.messages],
      },
      documents,
      broken,
    }
  },
}

function saidIn(message: Json, attached: readonly ArchivedDocument[]): Said | undefined {
  const sender = textAt(message, 'sender')
  const role = sender === 'human' ? 'user' : sender === 'assistant' ? 'assistant' : undefined
  if (!role) return undefined
  const blocks = (type: string, key: string) =>
    listAt(message, 'content')
      .filter((block) => textAt(block, 'type') === type)
      .map((block) => textAt(block, key) ?? '')
      .filter((text) => text.trim() !== '')
      .join('\n\n')
  const files = listAt(message, 'files').flatMap((file) => textAt(file, 'file_name') ?? [])
  // The text of the whole message has a remark in the place of each tool call.
  const hasTools = listAt(message, 'content').some((block) => textAt(block, 'type')?.startsWith('tool_'))
  const written = blocks('text', 'text') || (hasTools ? '' : (textAt(message, 'text') ?? ''))
  const text = written.trim() === '' ? files.map((name) => `[${name}]`).join('\n') : written
  const reasoning = role === 'assistant' ? blocks('thinking', 'thinking') : ''
  if (text.trim() === '' && reasoning === '' && attached.length === 0) return undefined
  const createdAt = timeFrom(message.created_at)
  return said(role, text, {
    reasoning,
    ...(createdAt && { createdAt }),
    ...(role === 'assistant' && { state: 'done', model: textAt(message, 'model') ?? 'Claude' }),
    ...(attached.length > 0 && { documentIds: attached.map(({ id }) => id) }),
  })
}

function documentsOf(message: Json, conversationId: string, messageId: string): readonly ArchivedDocument[] {
  const createdAt = timeFrom(message.created_at)
  return listAt(message, 'attachments').flatMap((file, place) => {
    const text = textAt(file, 'extracted_content') ?? ''
    if (text.trim() === '') return []
    const name = textAt(file, 'file_name') ?? ''
    const bytes = isObject(file) ? file.file_size : undefined
    return [documentFrom([conversationId, messageId, place], { name, text, bytes, createdAt })]
  })
}

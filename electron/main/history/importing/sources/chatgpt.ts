import { isObject } from '../../../files/read-tolerant.js'
import { idFrom } from '../../../store/archive/archived-ids.js'
import {
  BrokenEntry,
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
 * An entry of conversations.json, or of conversations-000.json and so on: the messages are a tree, `mapping`, and
 * `current_node` is the one that was shown last. Tool calls, what tools returned, custom instructions and whatever is marked
 * as hidden are nodes like others.
 */
export const chatGpt: Source = {
  name: 'ChatGPT',
  fits: (value) => 'mapping' in value,
  convert(value) {
    const mapping = objectAt(value, 'mapping')
    if (!mapping) throw new BrokenEntry('Its messages are missing.')
    const nodes = new Map<string, TreeNode>()
    const broken: string[] = []
    const defaultModel = textAt(value, 'default_model_slug')
    for (const [id, node] of Object.entries(mapping)) {
      if (isObject(node)) nodes.set(id, nodeFrom(id, node, defaultModel))
      else broken.push(id)
    }
    const name = textAt(value, 'conversation_id') ?? textAt(value, 'id') ?? [...nodes.keys()].join(' ')
    const id = idFrom('chatgpt', name)
    const tree = shownTree(nodes, (node) => idFrom(id, node))
    const current = textAt(value, 'current_node')
    const createdAt = timeFrom(value.create_time)
    const updatedAt = timeFrom(value.update_time)
    return {
      conversation: {
        id,
        title: titleOf(value.title),
        ...(createdAt && { createdAt }),
        ...(updatedAt && { updatedAt }),
        currentMessageId:
          (current === undefined ? undefined : tree.shownAt(current)) ?? tree.messages.at(-1)?.id ?? null,
        messages: [...tree.messages],
      },
      documents: [],
      broken,
    }
  },
}

function nodeFrom(id: string, node: Json, defaultModel: string | undefined): TreeNode {
  const message = objectAt(node, 'message')
  const thought = message && thoughtOf(message)
  return {
    id,
    parent: textAt(node, 'parent'),
    children: listAt(node, 'children').filter((child) => typeof child === 'string'),
    said: message && thought === undefined ? saidIn(message, defaultModel) : undefined,
    ...(thought !== undefined && { thought }),
  }
}

/** What the model thought; undefined for a message that is no thought. */
function thoughtOf(message: Json): string | undefined {
  if (roleOf(message) !== 'assistant') return undefined
  const content = objectAt(message, 'content')
  if (textAt(content, 'content_type') === 'thoughts') {
    const thoughts = listAt(content, 'thoughts').map((each) => {
      const [summary, text] = [textAt(each, 'summary') ?? '', textAt(each, 'content') ?? '']
      return summary !== '' && text !== '' ? `**${summary}**\n\n${text}` : summary + text
    })
    return thoughts.filter((text) => text !== '').join('\n\n') || undefined
  }
  return textAt(message, 'channel') === 'analysis' ? textOf(message) || undefined : undefined
}

const roleOf = (message: Json) => textAt(objectAt(message, 'author'), 'role')

/** Undefined for what was not shown as a message. */
function saidIn(message: Json, defaultModel: string | undefined): Said | undefined {
  const role = roleOf(message)
  const metadata = objectAt(message, 'metadata')
  const recipient = textAt(message, 'recipient') ?? 'all'
  if ((role !== 'user' && role !== 'assistant') || recipient !== 'all') return undefined
  if (metadata?.is_visually_hidden_from_conversation === true || metadata?.is_user_system_message === true)
    return undefined
  const text = textOf(message)
  if (text.trim() === '') return undefined
  const createdAt = timeFrom(message.create_time)
  const time = createdAt ? { createdAt } : {}
  if (role === 'user') return said('user', text, time)
  const isCut = textAt(message, 'status') === 'in_progress'
  const model = textAt(metadata, 'model_slug') ?? defaultModel
  return said('assistant', withoutCitations(text, metadata), {
    ...time,
    state: isCut ? 'stopped' : 'done',
    ...(model !== undefined && { model }),
  })
}

function textOf(message: Json): string {
  const content = objectAt(message, 'content')
  switch (textAt(content, 'content_type')) {
    case 'text':
    case 'multimodal_text':
      return listAt(content, 'parts')
        .map(partText)
        .filter((text) => text !== '')
        .join('\n')
    case 'code': {
      const text = textAt(content, 'text') ?? ''
      const language = textAt(content, 'language') ?? ''
      return text.trim() === '' ? '' : `\`\`\`${language === 'unknown' ? '' : language}\n${text}\n\`\`\``
    }
    default:
      return ''
  }
}

/** Of what is not text, a window can show no more than that it was there. */
function partText(part: unknown): string {
  if (typeof part === 'string') return part
  switch (textAt(part, 'content_type')) {
    case 'image_asset_pointer':
      return '[Picture]'
    case 'audio_transcription':
      return textAt(part, 'text') ?? ''
    default:
      return ''
  }
}

/** Marks of sources are characters for private use, in whose place the app shows links. */
function withoutCitations(text: string, metadata: Json | undefined): string {
  if (!text.includes('\ue200')) return text
  let shown = text
  for (const reference of listAt(metadata, 'content_references').slice(0, maxReferences)) {
    const mark = textAt(reference, 'matched_text')
    if (mark?.startsWith('\ue200')) shown = shown.replace(mark, () => textAt(reference, 'alt') ?? '')
  }
  return shown.replace(/\ue200[^\ue200\ue201]*\ue201/g, '')
}

/** Each is looked for in the whole text. */
const maxReferences = 500

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
 * A file of the folder `conversations`: a list of messages, each with versions, of which one is selected. What follows belongs
 * to the selected one. A reply has steps; some are thoughts, some are about tools.
 */
export const lmStudio: Source = {
  name: 'LM Studio',
  fits: (value) => listAt(value, 'messages').some((message) => isObject(message) && 'versions' in message),
  convert(value) {
    const began = typeof value.createdAt === 'number' ? value.createdAt : undefined
    const nodes = new Map<string, TreeNode>()
    const broken: string[] = []
    let before: string | undefined
    for (const [place, message] of listAt(value, 'messages').entries()) {
      const versions = listAt(message, 'versions')
      if (versions.length === 0) {
        broken.push(`message ${place + 1}`)
        continue
      }
      // The file has no times of messages.
      const createdAt = began === undefined ? undefined : timeFrom(began + place, 'ms')
      for (const [version, content] of versions.entries()) {
        const id = `${place} ${version}`
        nodes.set(id, { id, parent: before, children: [], said: saidIn(content, value, createdAt) })
      }
      const selected = isObject(message) ? message.currentlySelected : undefined
      const chosen = typeof selected === 'number' && versions[selected] !== undefined ? selected : versions.length - 1
      before = `${place} ${chosen}`
    }
    if (nodes.size === 0) throw new BrokenEntry('It has no messages.')
    const name = began === undefined ? JSON.stringify(value.messages) : String(began)
    const id = idFrom('lm-studio', name)
    const tree = shownTree(nodes, (node) => idFrom(id, node))
    const createdAt = timeFrom(began, 'ms')
    const used = [value.userLastMessagedAt, value.assistantLastMessagedAt].filter((at) => typeof at === 'number')
    const updatedAt = timeFrom(Math.max(began ?? 0, ...used), 'ms')
    const instructions = textAt(value, 'systemPrompt') ?? ''
    return {
      conversation: {
        id,
        title: titleOf(value.name),
        ...(createdAt && { createdAt }),
        ...(updatedAt && { updatedAt }),
        currentMessageId: (before === undefined ? undefined : tree.shownAt(before)) ?? null,
        ...(instructions.trim() !== '' && { settings: { instructions } }),
        messages: [...tree.messages],
      },
      documents: [],
      broken,
    }
  },
}

function saidIn(version: unknown, conversation: Json, createdAt: string | undefined): Said | undefined {
  const role = textAt(version, 'role')
  if (role !== 'user' && role !== 'assistant') return undefined
  const time = createdAt ? { createdAt } : {}
  const steps = listAt(version, 'steps').filter((step) => textAt(step, 'type') === 'contentBlock')
  const isThought = (step: unknown) => textAt(objectAt(step, 'style'), 'type') === 'thinking'
  const text = [textOf(version), ...steps.filter((step) => !isThought(step)).map(textOf)].filter(Boolean).join('\n\n')
  const reasoning = steps.filter(isThought).map(textOf).filter(Boolean).join('\n\n')
  if (text.trim() === '' && reasoning === '') return undefined
  if (role === 'user') return said('user', text, time)
  const model =
    textAt(objectAt(version, 'senderInfo'), 'senderName') ??
    textAt(objectAt(conversation, 'lastUsedModel'), 'identifier')
  return said('assistant', text, { reasoning, ...time, state: 'done', ...(model !== undefined && { model }) })
}

const textOf = (holder: unknown): string =>
  listAt(holder, 'content')
    .map((part) => (textAt(part, 'type') === 'text' ? (textAt(part, 'text') ?? '') : fileName(part)))
    .join('')

const fileName = (part: unknown): string => {
  const name = textAt(part, 'type') === 'file' ? textAt(part, 'fileIdentifier') : undefined
  return name === undefined ? '' : `[${name}]\n`
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { archivedConversation, archivedDocument } from '../../../store/archive/archived.js'
import { chatGpt } from './chatgpt.js'
import { claude } from './claude.js'
import { lmStudio } from './lm-studio.js'
import { openWebUi } from './open-webui.js'
import { BrokenEntry, type Converted, type Json } from './source.js'
import { sources } from './sources.js'

/** The shown messages, and all others that say something. */
function read({ conversation: { messages, currentMessageId } }: Converted) {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const shown: string[] = []
  for (let at = byId.get(currentMessageId ?? ''); at; at = byId.get(at.parentId ?? ''))
    shown.unshift(`${at.role}: ${at.text}`)
  return { shown, all: messages.map(({ text }) => text) }
}

const node = (id: string, parent: string | null, children: string[], message: Json | null) => [
  id,
  { id, parent, children, message },
]
const message = (role: string, content: unknown, rest: Json = {}): Json => ({
  author: { role },
  create_time: 1_750_000_000.5,
  content: typeof content === 'string' ? { content_type: 'text', parts: [content] } : content,
  recipient: 'all',
  ...rest,
})

test('of ChatGPT, the branch that was shown is shown, other branches are versions, and what was hidden is no message', () => {
  const converted = chatGpt.convert({
    title: 'Ferries',
    create_time: 1_750_000_000,
    update_time: 1_750_000_100.25,
    conversation_id: 'one',
    current_node: 'tool',
    default_model_slug: 'gpt-4o',
    mapping: Object.fromEntries([
      node('root', null, ['system'], null),
      node(
        'system',
        'root',
        ['context'],
        message('system', 'You are ChatGPT', { metadata: { is_visually_hidden_from_conversation: true } }),
      ),
      node(
        'context',
        'system',
        ['first', 'edited'],
        message('user', { content_type: 'user_editable_context', user_profile: 'Name' }),
      ),
      node('first', 'context', ['old'], message('user', 'Old question')),
      node('old', 'first', [], message('assistant', 'Old answer')),
      node(
        'edited',
        'context',
        ['thought'],
        message('user', {
          content_type: 'multimodal_text',
          parts: [{ content_type: 'image_asset_pointer' }, 'New question'],
        }),
      ),
      node(
        'thought',
        'edited',
        ['call'],
        message('assistant', { content_type: 'thoughts', thoughts: [{ summary: 'Plan', content: 'I look.' }] }),
      ),
      node(
        'call',
        'thought',
        ['result'],
        message('assistant', { content_type: 'code', text: 'search()' }, { recipient: 'web' }),
      ),
      node('result', 'call', ['answer'], message('tool', 'A page')),
      node(
        'answer',
        'result',
        ['tool'],
        message('assistant', 'It sails\ue200cite\ue202turn0\ue201 at noon.', { metadata: { model_slug: 'o3' } }),
      ),
      node('tool', 'answer', [], message('tool', 'Trailing traffic')),
    ]),
  })
  expect(converted.conversation).toMatchObject({
    title: 'Ferries',
    createdAt: '2025-06-15T15:06:40.000Z',
    updatedAt: '2025-06-15T15:08:20.250Z',
  })
  expect(read(converted)).toEqual({
    shown: ['user: [Picture]\nNew question', 'assistant: It sails at noon.'],
    all: ['Old question', 'Old answer', '[Picture]\nNew question', 'It sails at noon.'],
  })
  expect(converted.conversation.messages.at(-1)).toMatchObject({
    reasoning: '**Plan**\n\nI look.',
    model: 'o3',
    createdAt: '2025-06-15T15:06:40.500Z',
  })
})

test('of Claude, thoughts, tool calls and attached text are told apart', () => {
  const converted = claude.convert({
    uuid: 'c',
    name: 'Lease',
    created_at: '2025-06-21T20:48:38.467Z',
    chat_messages: [
      {
        uuid: 'a',
        sender: 'human',
        parent_message_uuid: 'none',
        text: 'Read it',
        content: [{ type: 'text', text: 'Read it' }],
        attachments: [
          { file_name: 'lease.txt', file_size: 30, extracted_content: 'First.\n\nSecond.' },
          { file_name: 'empty' },
        ],
      },
      {
        uuid: 'b',
        sender: 'assistant',
        parent_message_uuid: 'a',
        text: 'unsupported block',
        content: [
          { type: 'thinking', thinking: 'Hm.' },
          { type: 'tool_use', name: 'x' },
          { type: 'text', text: 'Read.' },
          { type: 'text', text: 'All.' },
        ],
      },
      { uuid: 'd', sender: 'assistant', parent_message_uuid: 'a', text: 'Other', content: [] },
      'broken',
    ],
    current_leaf_message_uuid: 'b',
  })
  expect(read(converted)).toEqual({
    shown: ['user: Read it', 'assistant: Read.\n\nAll.'],
    all: ['Read it', 'Read.\n\nAll.', 'Other'],
  })
  expect(converted.documents).toMatchObject([
    { name: 'lease.txt', bytes: 30, state: 'read', pages: [{ passages: ['First.', 'Second.'] }] },
  ])
  expect(converted.conversation.messages[0]?.documentIds).toEqual([converted.documents[0]?.id])
  expect(converted.conversation.messages[1]).toMatchObject({ reasoning: 'Hm.', state: 'done' })
  expect(converted.broken).toEqual(['message 4'])
})

test('of LM Studio, the selected version is shown, and what follows belongs to it', () => {
  const reply = (text: string) => ({
    role: 'assistant',
    type: 'multiStep',
    senderInfo: { senderName: 'qwen' },
    steps: [
      { type: 'contentBlock', style: { type: 'thinking' }, content: [{ type: 'text', text: 'Hm.' }] },
      { type: 'toolStatus' },
      { type: 'contentBlock', content: [{ type: 'text', text }] },
    ],
  })
  const user = (text: string) => ({
    versions: [{ type: 'singleStep', role: 'user', content: [{ type: 'text', text }] }],
    currentlySelected: 0,
  })
  const value = {
    name: 'Local',
    createdAt: 1_774_506_311_562,
    userLastMessagedAt: 1_774_506_400_000,
    systemPrompt: 'Be brief.',
    messages: [user('Hi'), { versions: [reply('One'), reply('Two')], currentlySelected: 0 }, user('More')],
  }
  const converted = lmStudio.convert(value)
  expect(read(converted)).toEqual({
    shown: ['user: Hi', 'assistant: One', 'user: More'],
    all: ['Hi', 'One', 'More', 'Two'],
  })
  expect(converted.conversation).toMatchObject({
    updatedAt: '2026-03-26T06:26:40.000Z',
    settings: { instructions: 'Be brief.' },
  })
  expect(converted.conversation.messages[1]).toMatchObject({ reasoning: 'Hm.', model: 'qwen' })
  expect(lmStudio.convert(value)).toEqual(converted)
})

test('of Open WebUI, thoughts stand in the text, and tools are left out of it', () => {
  const details = (type: string, body: string) =>
    `<details type="${type}" done="true"><summary>Done</summary>\n${body}\n</details>\n`
  const converted = openWebUi.convert({
    id: 'w',
    title: 'Web',
    created_at: 1_750_000_000,
    chat: {
      history: {
        currentId: 'b',
        messages: {
          a: {
            id: 'a',
            parentId: null,
            childrenIds: ['b', 'c'],
            role: 'user',
            content: 'Hi',
            timestamp: 1_750_000_001,
          },
          b: {
            id: 'b',
            parentId: 'a',
            childrenIds: [],
            role: 'assistant',
            model: 'm',
            content: `${details('reasoning', '&gt; Hm.\n> 1 &lt; 2')}${details('tool_calls', 'x')}Hello <details>kept</details>`,
          },
          c: { id: 'c', parentId: 'a', childrenIds: [], role: 'assistant', content: 'Other' },
        },
      },
    },
  })
  expect(read(converted)).toEqual({
    shown: ['user: Hi', 'assistant: Hello <details>kept</details>'],
    all: ['Hi', 'Hello <details>kept</details>', 'Other'],
  })
  expect(converted.conversation.messages[1]?.reasoning).toContain('1 < 2')
})

const names = fc.constantFrom(
  ...'mapping chat_messages messages versions chat history current_node title id uuid parent children message author role content parts content_type text sender steps type user assistant human a b c'.split(
    ' ',
  ),
)
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    names,
    fc.constantFrom(null, 0, 1e30, -5, true, Number.MAX_VALUE),
    fc.array(tie('value')),
    fc.dictionary(names, tie('value')),
  ),
})).value

test('whatever an entry holds, it becomes a conversation of our format or is said to be broken', () => {
  fc.assert(
    fc.property(fc.dictionary(names, anything), fc.constantFrom(...sources), (value, source) => {
      if (!source.fits(value as Json)) return
      try {
        const { conversation, documents } = source.convert(value as Json)
        expect(archivedConversation.safeParse(conversation).error).toBeUndefined()
        for (const document of documents) expect(archivedDocument.safeParse(document).error).toBeUndefined()
        const ids = conversation.messages.map(({ id }) => id)
        for (const [at, { parentId }] of conversation.messages.entries())
          if (parentId !== null) expect(ids.slice(0, at)).toContain(parentId)
      } catch (error) {
        if (!(error instanceof BrokenEntry)) throw error
      }
    }),
    { numRuns: 500 },
  )
})

test('parents in a circle, and a chain longer than the stack, lose nothing', () => {
  const circle = chatGpt.convert({
    mapping: Object.fromEntries([
      node('a', 'b', ['b'], message('user', 'A')),
      node('b', 'a', ['a'], message('user', 'B')),
    ]),
  })
  expect(read(circle).all.toSorted()).toEqual(['A', 'B'])
  const chain = Array.from({ length: 20_000 }, (_, at) =>
    node(String(at), at === 0 ? null : String(at - 1), [String(at + 1)], message('user', `M${at}`)),
  )
  expect(chatGpt.convert({ mapping: Object.fromEntries(chain) }).conversation.messages).toHaveLength(20_000)
})

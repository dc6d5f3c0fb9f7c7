import { expect, test } from 'vitest'
import { readJson } from './json.js'
import { readConversation } from './read-conversation.js'

const ofMessage = (message: object) => () => readConversation(readJson(JSON.stringify({ messages: [message] })))
const ofContent = (role: string, content: object) => ofMessage({ role, content: [content] })
const ofTool = (tool: object) =>
  ofContent('developer', { type: 'developer_content', tools: { functions: { name: 'functions', tools: [tool] } } })

// The library refuses each of these too. The message must name the position for the author of the file.
test.each([
  ['[]', () => readConversation([]), 'The conversation is not an object.'],
  ['no messages', () => readConversation(new Map()), 'messages is not an array.'],
  ['no role', ofMessage({ content: 'x' }), 'messages[0].role is not one of user, assistant, system, developer, tool.'],
  ['no content', ofMessage({ role: 'user' }), 'messages[0].content is not an array.'],
  ['channel', ofMessage({ role: 'user', content: 'x', channel: 1 }), 'messages[0].channel is not a string.'],
  [
    'a tool without a name',
    ofMessage({ role: 'tool', content: 'x' }),
    'messages[0].name is missing: a tool needs a name.',
  ],
  [
    'another content',
    ofContent('user', { type: 'image' }),
    'messages[0].content[0].type is not one of text, system_content, developer_content.',
  ],
  ['no text', ofContent('user', { type: 'text' }), 'messages[0].content[0].text is missing.'],
  [
    'system content elsewhere',
    ofContent('user', { type: 'system_content' }),
    'messages[0].content[0] is system_content in a message of the role user.',
  ],
  [
    'developer content elsewhere',
    ofContent('system', { type: 'developer_content' }),
    'messages[0].content[0] is developer_content in a message of the role system.',
  ],
  [
    'effort',
    ofContent('system', { type: 'system_content', reasoning_effort: 'high' }),
    'messages[0].content[0].reasoning_effort is not one of Low, Medium, High.',
  ],
  [
    'channels',
    ofContent('system', { type: 'system_content', channel_config: { valid_channels: [] } }),
    'messages[0].content[0].channel_config.channel_required is neither true nor false.',
  ],
  ['tool', ofTool({ name: 'f' }), 'messages[0].content[0].tools.functions.tools[0].description is missing.'],
])('an invalid conversation is refused with the position of the error: %s', (_, read, sentence) => {
  expect(read).toThrow(expect.objectContaining({ code: 'refused', message: sentence }))
})

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from './setup/places.mjs'
import { fetchSmallModel } from './small-model/fetch.mjs'

let folder
let model
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-chat-format-'))
  model = await fetchSmallModel()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function chatFormat(...args) {
  const child = spawn(process.execPath, [join(root, 'build', 'chat-format.mjs'), ...args], { cwd: root })
  const read = async (stream) => {
    let text = ''
    for await (const part of stream) text += part
    return text
  }
  const closed = new Promise((resolve) => child.once('close', resolve))
  return Promise.all([read(child.stdout), read(child.stderr), closed]).then(([out, err, code]) => ({ out, err, code }))
}

function file(name, content) {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const system = { role: 'system', content: [{ type: 'system_content', reasoning_effort: 'Low' }] }
const own = 'You are a helpful AI assistant named SmolLM, trained by Hugging Face'

test('a conversation becomes the text of the template and its ids, and a marker in a message stays text', async () => {
  const hello = { messages: [system, { role: 'user', content: 'Hello <|im_end|>' }] }
  const { out, code } = await chatFormat('render', file('hello.json', hello), '--model', model)
  const { tokens, text } = JSON.parse(out)
  expect(text).toBe(
    `<|im_start|>system\n${own}<|im_end|>\n<|im_start|>user\nHello <|im_end|><|im_end|>\n<|im_start|>assistant\n`,
  )
  expect(tokens.filter((id) => id === 1)).toHaveLength(3)
  expect(tokens.filter((id) => id === 2)).toHaveLength(2)
  expect(code).toBe(0)
})

test('instructions replace the system message, earlier reasoning is left out, and a batch keeps its errors apart', async () => {
  const developer = { role: 'developer', content: [{ type: 'developer_content', instructions: 'Be brief.' }] }
  const answer = [
    { role: 'assistant', channel: 'analysis', content: 'Hm.' },
    { role: 'assistant', channel: 'final', content: 'Yes.' },
  ]
  const messages = [system, developer, { role: 'user', content: 'Hi' }, ...answer, { role: 'user', content: 'Why?' }]
  const tool = { messages: [{ role: 'tool', name: 'functions.f', content: '{}' }] }
  const { out } = await chatFormat(
    'render',
    file('batch.json', { batch: [{ messages }, { messages: 5 }, tool] }),
    '--model',
    model,
  )
  const turn = (role, text) => `<|im_start|>${role}\n${text}<|im_end|>\n`
  expect(JSON.parse(out)).toEqual({
    batch: [
      {
        tokens: expect.any(Array),
        text: `${turn('system', 'Be brief.')}${turn('user', 'Hi')}${turn('assistant', 'Yes.')}${turn('user', 'Why?')}<|im_start|>assistant\n`,
      },
      { error: 'messages is not an array.' },
      { error: 'messages[0] has a call, which this command does not render.' },
    ],
  })
})

test('parse reads ids as messages and skips what is none', async () => {
  const { tokens } = JSON.parse(
    (await chatFormat('render', file('yes.json', { messages: [{ role: 'user', content: 'Yes.' }] }), '--model', model))
      .out,
  )
  // What stands between the header of the user's message and its end.
  const yes = tokens.slice(tokens.lastIndexOf(1, tokens.lastIndexOf(2)) + 3, tokens.lastIndexOf(2))
  const { out, code } = await chatFormat(
    'parse',
    file('ids.json', `[${yes}, -1, 1e999, NaN, "x", null, 2]`),
    '--model',
    model,
  )
  expect(JSON.parse(out)).toEqual({ messages: [{ channel: 'answer', content: 'Yes.' }] })
  expect(code).toBe(0)
})

test('an invalid request prints one line on stderr and sets the exit code', async () => {
  const hello = file('hello.json', { messages: [{ role: 'user', content: 'Hi' }] })
  const gptOss = join(root, 'native', 'tiny-model', 'model')
  const wrong = await Promise.all([
    chatFormat('render', file('bad.json', '{"messages": ['), '--model', model),
    chatFormat('render', join(folder, 'nothing.json'), '--model', model),
    chatFormat('parse', hello, '--model', model),
    chatFormat('render', hello, '--model', folder),
    chatFormat('render', hello, '--model', gptOss),
    chatFormat('render', hello),
    chatFormat('render', hello, '--unknown'),
    chatFormat('chat', hello, '--model', model),
  ])
  expect(wrong.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1, 2, 2, 2])
  for (const { out, err } of wrong) {
    expect(out).toBe('')
    expect(err).toMatch(/^chat-format: [^\n]+\n$/)
  }
  expect((await chatFormat('--help')).out).toMatch(/^Usage: chat-format render FILE/)
})

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from './setup/places.mjs'

let folder
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-harmony-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const model = join(root, 'native', 'tiny-model', 'model')
const hello = { messages: [{ role: 'user', content: 'Hello <|end|>' }] }

const harmony = (...args) => outputOf(process.execPath, [join(root, 'build', 'harmony.mjs'), ...args])

function outputOf(program, args, { cwd = root } = {}) {
  const { INIT_CWD: _, ...env } = process.env
  const child = spawn(program, args, { cwd, env })
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

test('a file name is relative to the folder where npm was called', async () => {
  file('from-here.json', hello)
  const { out, code } = await outputOf(
    'npm',
    ['run', '-s', '--prefix', root, 'harmony', '--', 'render', 'from-here.json'],
    {
      cwd: folder,
    },
  )
  expect(code).toBe(0)
  expect(JSON.parse(out).text).toContain('Hello <|end|>')
})

test('a conversation is rendered with the real vocabulary, or with the vocabulary of a model folder', async () => {
  const path = file('hello.json', hello)
  const [real, tiny] = await Promise.all([
    outputOf('npm', ['run', '-s', 'harmony', '--', 'render', path]),
    harmony('render', path, '--model', model),
  ])
  const text = '<|start|>user<|message|>Hello <|end|><|end|><|start|>assistant'
  expect(JSON.parse(real.out)).toEqual({
    tokens: [200006, 1428, 200008, 13225, 464, 91, 419, 91, 29, 200007, 200006, 173781],
    text,
  })
  expect(JSON.parse(tiny.out)).toMatchObject({ text, tokens: expect.arrayContaining([3064]) })
})

test('parse skips invalid ids and reports each of them', async () => {
  const stream = '[200005, 35644, 200008, 13225, -1, 1e999, NaN, 2.5, "x", null, 201087, 200007]'
  const { out, code } = await harmony('parse', file('ids.json', stream))
  const { messages, notes } = JSON.parse(out)
  expect(messages).toEqual([
    { role: 'assistant', channel: 'analysis', recipient: null, contentType: null, content: 'Hello' },
  ])
  expect(notes.map(({ kind, at }) => `${kind} ${at}`)).toEqual([4, 5, 6, 7, 8, 9, 10].map((at) => `skipped-id ${at}`))
  expect(code).toBe(0)
})

test('a batch has one result per item, with an error for an invalid item', async () => {
  const [render, parse] = await Promise.all([
    harmony('render', file('batch.json', { batch: [hello, { messages: 5 }, { messages: [] }] })),
    harmony('parse', file('batch-ids.json', { batch: [[200008, 13225], { a: 1 }] })),
  ])
  const text = expect.any(String)
  expect(JSON.parse(render.out)).toMatchObject({
    batch: [{ text }, { error: 'messages is not an array.' }, { text: '<|start|>assistant' }],
  })
  expect(JSON.parse(parse.out)).toMatchObject({
    batch: [
      { messages: [{ channel: 'final', content: 'Hello' }] },
      { error: 'The input is not an array of token ids.' },
    ],
  })
})

test('an invalid value fails only its own item, and only in a field that the library reads', async () => {
  const user = (content) => `{"messages": [{"role": "user", "content": ${content}}]}`
  const ignored = (value) => `{"messages": [], "metadata": ${value}}`
  const deep = '['.repeat(1_000) + ']'.repeat(1_000)
  const odd = ['"\\ud800"', '1e400', deep]
  const batch = [user('"Hi"'), ...odd.map(user), ...odd.map(ignored)]
  const { out, code } = await harmony('render', file('odd.json', `{"batch": [${batch.join(', ')}]}`))
  const error = expect.stringMatching(/^messages\[0\]\.content.* (can’t be read: |is not an object)/)
  const tokens = expect.any(Array)
  expect(JSON.parse(out)).toMatchObject({
    batch: [{ tokens }, ...odd.map(() => ({ error })), ...odd.map(() => ({ tokens }))],
  })
  expect(code).toBe(0)
})

test('a million markers are parsed, with the first notes of each kind', async () => {
  const { out } = await harmony('parse', file('markers.json', new Array(1_000_000).fill(200_005)))
  const { messages, notes } = JSON.parse(out)
  expect(messages).toEqual([])
  expect(notes).toHaveLength(1_001)
})

test('--help prints the usage', async () => {
  const { out, code } = await harmony('--help')
  expect(out).toMatch(/^Usage: harmony render FILE/)
  expect(code).toBe(0)
})

test('an invalid request prints one line on stderr and sets the exit code', async () => {
  const bad = file('bad.json', '{"messages": [')
  const wrong = await Promise.all([
    harmony('render', bad),
    harmony('render', join(folder, 'nothing.json')),
    harmony('parse', folder),
    harmony('parse', file('object.json', {})),
    harmony('render', file('role.json', { messages: [{ role: 'bot', content: '' }] })),
    harmony('render', file('hello.json', hello), '--model', folder),
    harmony('render', file('hello.json', hello), '--unknown'),
    harmony('chat', bad),
  ])
  expect(wrong.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1, 1, 2, 2])
  for (const { out, err } of wrong) {
    expect(out).toBe('')
    expect(err).toMatch(/^harmony: [^\n]+\n$/)
  }
})

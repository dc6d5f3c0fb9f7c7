import { expect, test } from 'vitest'
import type { HarmonyMessage } from './conversation.js'
import { dropFinishedAnalysis } from './drop-analysis.js'

const message = (role: HarmonyMessage['role'], text: string, rest: Partial<HarmonyMessage> = {}): HarmonyMessage => ({
  role,
  content: [{ type: 'text', text }],
  ...rest,
})
const user = (text: string) => message('user', text)
const analysis = (text: string) => message('assistant', text, { channel: 'analysis' })
const answer = (text: string) => message('assistant', text, { channel: 'final' })
const call = (text: string) => message('assistant', text, { channel: 'commentary', recipient: 'functions.f' })
const result = (text: string) => message('tool', text, { name: 'functions.f', channel: 'commentary' })

const kept = (messages: readonly HarmonyMessage[]) =>
  dropFinishedAnalysis({ messages }).messages.map(({ content }) => (content[0]?.type === 'text' ? content[0].text : ''))

test('the analysis of a finished turn is dropped, its calls and results stay', () => {
  const turn = [user('q'), analysis('t1'), call('c'), result('r'), analysis('t2'), answer('a')]
  expect(kept(turn)).toEqual(['q', 'c', 'r', 'a'])
})

// A model that no longer sees why it called a tool calls it again.
test('analysis stays only inside a running tool loop', () => {
  const before = [user('q1'), analysis('t1'), answer('a1')]
  const loop = [user('q2'), analysis('t2'), call('c1'), result('r1'), analysis('t3'), call('c2'), result('r2')]
  expect(kept([...before, ...loop])).toEqual(['q1', 'a1', 'q2', 't2', 'c1', 'r1', 't3', 'c2', 'r2'])
})

test('the analysis of a turn that the user ended is dropped too', () => {
  expect(kept([user('q1'), analysis('t1'), user('q2')])).toEqual(['q1', 'q2'])
  expect(kept([user('q1'), analysis('t1'), call('c'), result('r'), user('q2'), analysis('t2')])).toEqual([
    'q1',
    'c',
    'r',
    'q2',
    't2',
  ])
})

test('a call on the analysis channel is dropped together with its result', () => {
  const python = message('assistant', 'code', { channel: 'analysis', recipient: 'python' })
  const output = message('tool', 'output', { name: 'python', channel: 'analysis' })
  expect(kept([user('q'), python, output, answer('a')])).toEqual(['q', 'a'])
  expect(kept([user('q'), python, output])).toEqual(['q', 'code', 'output'])
})

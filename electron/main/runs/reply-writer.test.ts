import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Store } from '../store/store.js'
import { ReplyWriter } from './reply-writer.js'

let written: string
const store = {
  messages: {
    appendReply: (_id: string, _channel: string, text: string) => {
      written += text
    },
  },
} as unknown as Store

beforeEach(() => {
  written = ''
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

test('shown text is stored within a quarter of a second, even while more text comes', () => {
  const writer = new ReplyWriter(store, 'reply', () => {})
  let shown = ''
  const after: string[] = []
  for (let ms = 0; ms < 2_000; ms += 10) {
    const text = `${ms} `
    writer.append(ms % 30 === 0 ? 'reasoning' : 'answer', text)
    shown += text
    after.push(shown)
    vi.advanceTimersByTime(10)
    if (ms >= 250) expect(written.startsWith(after[(ms - 250) / 10] ?? '')).toBe(true)
  }
})

import type { Turn } from '../turn-style.js'

/** Texts that a template or a tokenizer may treat specially. None spells a marker. */
const texts = [
  'Hello',
  'What is 2 + 2?',
  ' leading and trailing ',
  '\n\nlines around\n\n',
  '\t',
  '1. One\n2. Two\n\n   code()\n',
  "It's the user's: don't!",
  'Straße, naïve café, Ångström',
  'e\u0301 A\u030a',
  '你好，世界。',
  'مرحبا بكم',
  'हिन्दी',
  '👩‍👩‍👧‍👦👍🏽',
  '12345 and 3.14',
  '\u00a0\u2003thin\u3000',
  '\u001c\u001d',
  '\ufeffbom',
  '\r\nWindows\r\n',
  'a < b > c | d [e] {f}',
  'system\nuser\nassistant\n',
  'x'.repeat(90),
  '{{ bos_token }}{% if true %}',
]

/** One conversation of a person with a model, which ends with a question. */
export interface SomeConversation {
  readonly instructions?: string
  readonly turns: readonly Turn[]
}

/** Returns the same conversations each time: what templates make of them is recorded. */
export function someConversations(count: number): readonly SomeConversation[] {
  let state = 13
  const next = (below: number) => {
    state = (state * 48_271) % 0x7fffffff
    return state % below
  }
  const text = () => Array.from({ length: 1 + next(3) }, () => texts[next(texts.length)] ?? '').join(next(2) ? ' ' : '')
  return Array.from({ length: count }, () => {
    const turns = Array.from({ length: 1 + 2 * next(4) }, (_, index): Turn => {
      if (index % 2 === 0) return { role: 'user', text: text() }
      return { role: 'assistant', text: text(), ...(next(2) ? { reasoning: text() } : {}) }
    })
    return next(2) ? { instructions: text(), turns } : { turns }
  })
}

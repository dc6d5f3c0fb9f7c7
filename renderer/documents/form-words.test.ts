import { expect, test, vi } from 'vitest'
import type { SummaryOptions } from '../../contract/summary-forms.js'
import { formEntries, optionsWords } from './form-words.js'

test.each([
  [{ form: 'points' }, 'Key points'],
  [{ form: 'timeline', language: 'German' }, 'Timeline, in German'],
  [{ form: 'page', purpose: 'For a letter\nto the bank' }, 'One page, for a letter to the bank'],
  [
    { form: 'table', purpose: 'what the tenant owes', language: 'French' },
    'Table of facts, in French, for: what the tenant owes',
  ],
] satisfies [SummaryOptions, string][])('the words of a summary name its form and its wishes: %j', (options, words) => {
  expect(optionsWords(options)).toBe(words)
})

test('every form is offered once, and the current one is checked', () => {
  const run = vi.fn()
  const entries = formEntries(run, 'table')
  expect(entries.map(({ label }) => label)).toEqual([
    'Key points',
    'Paragraph',
    'One page',
    'By section',
    'Table of facts',
    'Questions and answers',
    'Timeline',
    'Plain language',
  ])
  expect(entries.filter(({ isChecked }) => isChecked).map(({ label }) => label)).toEqual(['Table of facts'])
  entries.at(-1)?.run()
  expect(run).toHaveBeenCalledWith('plain')
})

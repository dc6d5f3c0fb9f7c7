import { expect, test } from 'vitest'
import { isSummaryForm, summaryFormNames, summaryForms } from './summary-forms.js'

test('the forms have the names that commands and stored summaries use', () => {
  expect(summaryFormNames).toEqual([
    'points',
    'paragraph',
    'page',
    'sections',
    'table',
    'questions',
    'timeline',
    'plain',
  ])
  expect(isSummaryForm('toString')).toBe(false)
  expect(isSummaryForm(undefined)).toBe(false)
})

test('each form has a label of its own', () => {
  expect(new Set(Object.values(summaryForms).map(({ label }) => label)).size).toBe(summaryFormNames.length)
})

import { expect, test } from 'vitest'
import { effortControl } from './efforts.js'

test('a model without a choice of reasoning has no control', () => {
  expect(effortControl([])).toBeUndefined()
})

test('a model that only thinks or does not has a choice of two, whatever was chosen for another model', () => {
  const control = effortControl(['low', 'medium'])
  expect(control?.label).toBe('Thinking')
  expect(control?.options).toEqual([
    { value: 'low', label: 'Answer at once' },
    { value: 'medium', label: 'Think first' },
  ])
  expect((['low', 'medium', 'high'] as const).map((effort) => control?.optionOf(effort))).toEqual([
    'low',
    'medium',
    'medium',
  ])
})

test('a model with three efforts has them all', () => {
  const control = effortControl(['low', 'medium', 'high'])
  expect(control?.options.map(({ label }) => label)).toEqual(['Low', 'Medium', 'High'])
  expect(control?.optionOf('high')).toBe('high')
})

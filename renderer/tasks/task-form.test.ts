import { expect, test } from 'vitest'
import { builtInTasks } from './built-in-tasks.js'
import { firstTexts, formOfTask, writeParts } from './task-form.js'

test('a part without its text is left out, and the place of the subject stays free', () => {
  const parts = ['Translate into {language}.', 'Tone: {tone}.', '\nText:\n\n{text}']
  expect(writeParts(parts, { language: 'French', tone: ' ', text: 'Hello {name}' }, 'text')).toBe(
    'Translate into French.\n\nText:\n\nHello {name}',
  )
  expect(writeParts(parts, { language: 'French' }, 'text')).toBe('Translate into French.\n\nText:\n\n')
})

test('a text with dollar signs and with the names of fields comes into the prompt as it is', () => {
  expect(writeParts(['{text}'], { text: "$& $1 $' {text}" }, 'text')).toContain('$& $1 $')
})

test('a kept prompt is a form of its fields', () => {
  const form = formOfTask({ id: 'a', name: 'Letter', prompt: 'To {client}: {matter}.' })
  expect(form.fields.map(({ label }) => label)).toEqual(['client', 'matter'])
  expect(form.write({ client: 'Ms Ode', matter: '' })).toBe('To Ms Ode: {matter}.')
})

test.each(builtInTasks.map((task) => [task.name, task] as const))('%s', (_, { fields, write }) => {
  const names = fields.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  // An empty form gives a prompt that a person can complete, without a field of it in braces.
  const empty = write(firstTexts(fields))
  expect(empty.trim()).not.toBe('')
  expect(empty).not.toMatch(/[{}]/)
  // Each field that is filled in is in the prompt.
  for (const { name, options } of fields) {
    const words = options ? (Object.values(options).at(-1) ?? '') : `the ${name} of it`
    expect(write({ ...firstTexts(fields), [name]: words }), name).toContain(words)
  }
})

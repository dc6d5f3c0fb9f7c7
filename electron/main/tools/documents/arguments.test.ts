import { expect, test } from 'vitest'
import { parseCommand } from './arguments.js'

test('files are read in the order in which they are named', () => {
  expect(parseCommand(['read', 'b.txt', 'a.pdf'])).toEqual({ name: 'read', files: ['b.txt', 'a.pdf'] })
})

test('a summary has a file, and a model and a form if they are named', () => {
  expect(parseCommand(['summarise', 'a.pdf'])).toEqual({ name: 'summarise', file: 'a.pdf', form: 'points' })
  expect(parseCommand(['summarise', '--form', 'timeline', 'a.pdf', '--model', 'models/b'])).toEqual({
    name: 'summarise',
    file: 'a.pdf',
    model: 'models/b',
    form: 'timeline',
  })
})

test.each([
  ['no command', [], expect.stringMatching(/^No command is named\. Usage: documents read FILE… \| /)],
  [
    'an unknown command',
    ['print', 'a.txt'],
    expect.stringMatching(/^There is no command “print”\. Usage: documents read/),
  ],
  ['a command without a file', ['read'], 'No file is named. Usage: documents read FILE…'],
  ['an unknown option', ['read', 'a.txt', '--fast'], "Unknown option '--fast'. Usage: documents read FILE…"],
  [
    'a summary without a file',
    ['summarise'],
    expect.stringMatching(/^No file is named\. Usage: documents summarise FILE/),
  ],
  ['a summary of two files', ['summarise', 'a.txt', 'b.txt'], expect.stringMatching(/^There is more than one file\./)],
  [
    'an unknown form',
    ['summarise', 'a.txt', '--form', 'poem'],
    expect.stringMatching(/^There is no form “poem”: the forms are points, paragraph, /),
  ],
])('%s is refused with the usage', (_, args, message) => {
  expect(() => parseCommand(args)).toThrow(expect.objectContaining({ code: 'refused', message }))
})

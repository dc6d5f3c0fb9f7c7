import { expect, test } from 'vitest'
import { parseCommand } from './arguments.js'

test('files are read in the order in which they are named', () => {
  expect(parseCommand(['read', 'b.txt', 'a.pdf'])).toEqual({ name: 'read', files: ['b.txt', 'a.pdf'] })
})

test.each([
  ['no command', [], 'No command is named. Usage: documents read FILE…'],
  ['an unknown command', ['print', 'a.txt'], 'There is no command “print”. Usage: documents read FILE…'],
  ['a command without a file', ['read'], 'No file is named. Usage: documents read FILE…'],
  ['an unknown option', ['read', 'a.txt', '--fast'], "Unknown option '--fast'. Usage: documents read FILE…"],
])('%s is refused with the usage', (_, args, message) => {
  expect(() => parseCommand(args)).toThrow(expect.objectContaining({ code: 'refused', message }))
})

import { expect, test } from 'vitest'
import { parseCommand } from './arguments.js'

test('files are read in the order in which they are named', () => {
  expect(parseCommand(['read', 'b.txt', 'a.pdf'])).toEqual({
    name: 'read',
    files: ['b.txt', 'a.pdf'],
    languages: ['eng'],
  })
})

test('encrypted files are read with the password that is named', () => {
  expect(parseCommand(['read', 'a.pdf', '--password', 'open sesame'])).toMatchObject({ password: 'open sesame' })
})

test('languages are joined by a plus, and an unknown one is refused with those that there are', () => {
  expect(parseCommand(['read', 'a.pdf', '--ocr', 'eng+deu'])).toMatchObject({ languages: ['eng', 'deu'] })
  const message = expect.stringMatching(/^There is no text recognition for “tlh”\. The languages are eng, deu, /)
  expect(() => parseCommand(['read', 'a.pdf', '--ocr', 'eng+tlh'])).toThrow(
    expect.objectContaining({ code: 'refused', message }),
  )
})

test('pages are drawn at a scale, 1 without one', () => {
  expect(parseCommand(['draw', 'a.pdf', '2', '1'])).toEqual({ name: 'draw', file: 'a.pdf', pages: [2, 1], scale: 1 })
  expect(parseCommand(['draw', 'a.pdf', '1', '--scale', '1.5'])).toMatchObject({ scale: 1.5 })
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

test('a question has a file, and a model if one is named', () => {
  expect(parseCommand(['ask', 'a.pdf', 'Who wrote it?'])).toEqual({
    name: 'ask',
    file: 'a.pdf',
    question: 'Who wrote it?',
  })
  expect(parseCommand(['ask', 'a.pdf', '--model', 'models/b', 'Who?'])).toMatchObject({
    question: 'Who?',
    model: 'models/b',
  })
})

test.each([
  [
    'no command',
    [],
    expect.stringMatching(/^No command is named\. Usage: documents read FILE… \[--ocr LANG\] \[--password WORD\] \| /),
  ],
  [
    'an unknown command',
    ['print', 'a.txt'],
    expect.stringMatching(/^There is no command “print”\. Usage: documents read/),
  ],
  [
    'a command without a file',
    ['read'],
    'No file is named. Usage: documents read FILE… [--ocr LANG] [--password WORD]',
  ],
  [
    'an unknown option',
    ['read', 'a.txt', '--fast'],
    "Unknown option '--fast'. Usage: documents read FILE… [--ocr LANG] [--password WORD]",
  ],
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
  [
    'a question without a file',
    ['ask', 'Who?'],
    'A file and a question are needed. Usage: documents ask FILE QUESTION [--model DIR]',
  ],
  ['an empty question', ['ask', 'a.pdf', ' '], expect.stringMatching(/^A file and a question are needed/)],
  ['two questions', ['ask', 'a.pdf', 'Who?', 'Why?'], expect.stringMatching(/^There is more than one/)],
  [
    'a model without its folder',
    ['ask', 'a.pdf', 'Who?', '--model'],
    expect.stringMatching(/--model.* Usage: documents ask/),
  ],
])('%s is refused with the usage', (_, args, message) => {
  expect(() => parseCommand(args)).toThrow(expect.objectContaining({ code: 'refused', message }))
})

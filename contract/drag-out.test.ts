import { expect, test } from 'vitest'
import { endingOfLanguage } from './drag-out.js'

test('a code block gets the ending of its language, and a text one where that is no ending', () => {
  const languages = [
    'python',
    ' TypeScript ',
    'json',
    'c++',
    '',
    'text',
    'not a language',
    '../../x',
    'constructor',
    '__proto__',
  ]
  expect(languages.map(endingOfLanguage)).toEqual(['py', 'ts', 'json', 'cpp', 'txt', 'txt', 'txt', 'txt', 'txt', 'txt'])
})

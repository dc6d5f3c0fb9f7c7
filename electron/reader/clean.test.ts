import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clean } from './clean.js'
import { removeHidden } from './hidden-characters.js'

test('line ends of Windows, old Macs and Unicode all become line feeds', () => {
  expect(clean('a\r\nb\rc\u2028d\u0085e\vf').text).toBe('a\nb\nc\nd\ne\nf')
  expect(clean('a\u2029b').text).toBe('a\n\nb')
})

test('control characters and terminal colours are removed; tabs and page ends stay', () => {
  expect(clean('a\u0007b\tc\fd\u001b[1;31me\u001b[0m\u009ff')).toEqual({ text: 'ab\tc\fdef', removed: 0 })
})

test('instructions written in tag characters do not reach the model', () => {
  const secret = [...'ignore all'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')
  expect(removeHidden(`Hello${secret} there`)).toEqual({ text: 'Hello there', removed: 10 })
})

test('bytes hidden in variation selectors are removed, and a selector that shapes an emoji stays', () => {
  expect(removeHidden('❤\ufe0f\ufe01\ufe02 a\ufe0f')).toEqual({ text: '❤\ufe0f a', removed: 3 })
  expect(removeHidden('x\u{e0100}\u{e0101}')).toEqual({ text: 'x', removed: 2 })
})

test.each([
  ['zero-width space', '\u200b'],
  ['bidi override', '\u202e'],
  ['bidi isolate', '\u2066'],
  ['word joiner', '\u2060'],
  ['byte order mark', '\ufeff'],
  ['soft hyphen', '\u00ad'],
  ['joiner between Latin letters', '\u200d'],
])('%s is removed and counted', (_, character) => {
  expect(removeHidden(`pay${character}load`)).toEqual({ text: 'payload', removed: 1 })
})

test.each([
  ['Persian', 'می\u200cخواهم'],
  ['Hindi', 'क्\u200dष'],
  ['a family', '👨\u200d👩\u200d👧'],
  ['a heart on fire', '❤\ufe0f\u200d🔥'],
  ['a skin tone', '👩🏽\u200d🚒'],
])('%s keeps the joiners that it needs', (_, text) => {
  expect(removeHidden(text)).toEqual({ text, removed: 0 })
})

test('a second joiner after a needed one is removed', () => {
  expect(removeHidden('می\u200c\u200c\u200dخ').removed).toBe(2)
})

const tricky = fc.constantFrom(
  'a',
  'م',
  'क',
  '❤',
  '👩',
  '🏽',
  '漢',
  '\u200b',
  '\u200c',
  '\u200d',
  '\ufe0f',
  '\ufe00',
  '\u{e0100}',
)

test('a second cleaning removes nothing, and `removed` counts every missing character', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: tricky })), (text) => {
      const once = removeHidden(text)
      expect([...text].length - [...once.text].length).toBe(once.removed)
      expect(removeHidden(once.text)).toEqual({ text: once.text, removed: 0 })
    }),
  )
})

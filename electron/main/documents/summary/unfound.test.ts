import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unfoundIn } from './unfound.js'

const passage =
  'On 12.05.2024 the Harbour Company paid 1,200 euros and 5.5 % interest. The director, Anna Berg, said that it was the ' +
  'first payment since 1999, and that the next one would follow in June. Nobody in the town had known of it before.'

describe('what the passage has is not marked', () => {
  test.each([
    ['a number without its comma', 'It paid 1200 euros.'],
    ['a number with other marks between its groups', 'It paid 1.200 euros, or 1 200, or 1’200.'],
    ['a fraction with a comma', 'The interest was 5,5 %.'],
    ['the parts of a date', 'On 12/5/2024 it paid.'],
    ['a date written as in the passage', 'It paid on 12.05.2024.'],
    ['a name', 'The money came from Anna Berg.'],
    ['a possessive', 'It was Berg’s decision.'],
    ['the first word of a sentence', 'Payments began. Interest followed. “Money came,” she said: Everything was paid.'],
    ['a point without facts', 'Money was paid.'],
  ])('%s', (_, point) => expect(unfoundIn(point, [passage])).toEqual([]))
})

test.each([
  ['a number', 'It paid 1,300 euros.', ['1,300']],
  ['a part of a number', 'It paid 200 euros.', ['200']],
  ['a year', 'The first payment since 1998 was made in June.', ['1998']],
  ['a date', 'It paid on 13.05.2024.', ['13.05.2024']],
  ['a fraction', 'The interest was 5.6 %.', ['5.6']],
  ['a name', 'The money came from Anna Meyer, and from Oslo.', ['Meyer', 'Oslo']],
  ['each only once', 'It was 7, and 7 again, from Oslo to Oslo.', ['7', 'Oslo']],
])('what the passage does not have is listed as the point writes it: %s', (_, point, unfound) => {
  expect(unfoundIn(point, [passage])).toEqual(unfound)
})

test('where nouns are capitalized no word is taken for a name', () => {
  const german = 'Die Fähre trägt Menschen und Bücher. Am Morgen fährt das Boot zur Insel.'
  expect(unfoundIn('Das Boot trägt Leute.', [german])).toEqual([])
})

test('for any text, nothing is unfound in the text itself, and everything unfound stands in the point', () => {
  const bits = fc.constantFrom(
    'Oslo',
    'the',
    '1,200',
    '12.5.2024',
    '5.5',
    '1 200',
    'Anna',
    'said',
    '. ',
    ', ',
    ': ',
    '05',
    '\n',
    '’',
  )
  const text = fc
    .array(fc.oneof(bits, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 20 })
    .map((all) => all.join(' '))
  fc.assert(
    fc.property(text, text, (point, other) => {
      expect(unfoundIn(point, [point])).toEqual([])
      for (const each of unfoundIn(point, [other])) expect(point.replaceAll(/(?<=\d) (?=\d{3})/g, '')).toContain(each)
    }),
  )
})

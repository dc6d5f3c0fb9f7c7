import { expect, test } from 'vitest'
import { claimsIn, isClaim, numbersIn, statementsOf } from './find-claims.js'

/** Claims that are wrong or right, which a person should look at. */
const planted = {
  history: [
    'The Eiffel Tower was finished in 1889.',
    'It was designed by the company of Gustave Eiffel.',
    'For decades it was the tallest structure on earth.',
    'Iron in the tower expands in summer, so that it grows by about fifteen centimetres.',
    'More than six million people visit it each year.',
    'Painters cover it anew every seven years.',
    'The city wanted to take it down after the exhibition, according to its contract.',
    'A radio antenna at the top saved it.',
    'It stands in the seventh arrondissement of Paris.',
    'The tower has never been struck by lightning.',
  ],
  health: [
    'Paracetamol is the active substance of Tylenol.',
    'Adults take at most four grams in a day.',
    'An overdose causes damage to the liver.',
    'Ibuprofen reduces inflammation, which paracetamol does not.',
    'Alcohol increases the risk for the liver.',
    'The drug was introduced in the nineteenth century.',
    'It is the most used pain reliever in Europe.',
    'Studies with children show few side effects.',
    'Fever usually goes down within an hour.',
    'The WHO lists it as an essential medicine.',
  ],
  german: [
    'Der Kölner Dom wurde erst nach über sechs Jahrhunderten fertig.',
    'Der Grundstein wurde 1248 gelegt.',
    'Die beiden Türme sind 157 Meter hoch.',
    'Er war einige Jahre das höchste Gebäude der Welt.',
    'Der Dreikönigenschrein ist der größte seiner Art in Europa.',
    'Im Krieg trafen ihn vierzehn Bomben.',
    'Die Pläne wurden im Jahrhundert danach in Darmstadt entdeckt.',
    'Seit dem Winter verlangt er von Besuchern Eintritt.',
    'Alle Glocken hängen im Südturm.',
    'Laut UNESCO gehört er zum Welterbe.',
  ],
} as const

/** What nobody can look up. */
const talk = [
  'I hope this helps you with your trip.',
  'Let me know what you would like to see.',
  'Here is a short overview.',
  'A visit in the evening can be lovely.',
  'You may want to take a warm coat with you.',
  'Please tell me more about your plans.',
  'That is a good question.',
  'Take your time and enjoy the view.',
  'It depends on what you like.',
  'Thanks for asking about it.',
]

test.each(Object.entries(planted))('at least 8 of 10 claims are listed, with their very sentences: %s', (_, claims) => {
  const reply = claims.flatMap((claim, index) => [claim, talk[index] ?? '']).join(' ')
  const listed = claimsIn(statementsOf(reply))
  expect(
    claims.filter((claim) => !listed.includes(claim)).length,
    claims.filter((claim) => !listed.includes(claim)).join('\n'),
  ).toBeLessThanOrEqual(2)
  expect(listed.filter((sentence) => talk.includes(sentence)).length).toBeLessThanOrEqual(2)
})

test('a claim in a list, a table and bold words is found as it is shown, and none in code or a question', () => {
  const reply = [
    '# Facts\n\n1. The **ferry** takes [40 minutes](https://example.org).\n2. It is red.',
    '| Port | Ferries |\n| --- | --- |\n| Bergen | 12 |',
    '```python\nprint(1889) # the tower was built then\n```',
    'Was it built in 1889?',
    'The ferry takes 40 minutes.',
  ].join('\n\n')
  const statements = statementsOf(reply)
  expect(statements.some((sentence) => sentence.includes('print') || sentence.includes('?'))).toBe(false)
  expect(claimsIn(statements)).toContainEqual(expect.stringContaining('The ferry takes 40 minutes'))
  expect(statements.filter((sentence) => sentence.endsWith('The ferry takes 40 minutes.'))).toHaveLength(1)
})

test.each([
  ['1, 3–5 and 9', [1, 3, 4, 5]],
  ['(2)\n(4)', [2, 4]],
  ['None.', []],
  ['0, 7, 5-3, 1-9999', [1, 2, 3, 4, 5]],
])('“%s” names %j', (answer, numbers) => {
  expect([...numbersIn(answer, 5)].sort()).toEqual(numbers)
})

test('what a model names is listed too, in the order of the reply', () => {
  const statements = ['Cats like milk a lot.', 'It was built in 1889.', 'Here is more.']
  expect(claimsIn(statements, new Set([1]))).toEqual(statements.slice(0, 2))
})

test('a reply without an end takes time in proportion to it', () => {
  expect(statementsOf(`${'word '.repeat(50_000)}.`)).toEqual([])
  expect(statementsOf('A fact is 1. '.repeat(20_000)).length).toBeLessThanOrEqual(400)
  expect(isClaim('')).toBe(false)
})

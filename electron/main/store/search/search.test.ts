import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { storableText } from '../../../../contract/storable-text.js'
import { markdownSource } from '../../../../markdown/testing/markdown-source.js'
import { visibleText } from '../../../../markdown/visible-text.js'
import { addDocument } from '../../testing/test-document.js'
import { openTestStore, type TestStore } from '../../testing/test-store.js'
import { queryWords } from './search-text.js'
import { makeSnippet } from './snippet.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

function add(title: string, ...texts: readonly string[]): string {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create(title)
  for (const text of texts) {
    const { reply } = messages.addExchange(id, text, 'tiny')
    messages.finishReply(reply.id, { state: 'done' })
  }
  return id
}

/** A conversation with one reply. */
function addReply(title: string, answer: string): string {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create(title)
  const { reply } = messages.addExchange(id, 'question', 'tiny')
  messages.appendReply(reply.id, 'answer', answer)
  messages.finishReply(reply.id, { state: 'done' })
  return id
}

const halfCharacter = /\p{Cs}/u

const found = (query: string) =>
  fixture.store.conversations.search(query, 50).map(({ conversation }) => conversation.id)
const marked = (query: string) =>
  fixture.store.conversations
    .search(query, 50)
    .map(({ snippet, matches }) => matches.map(([start, end]) => snippet.slice(start, end)))

test('no query throws, and every match is inside its snippet', () => {
  add('Harbour "report" (2024)', "it's 50% — naïve * AND OR NOT NEAR(a b) ^ : {x} 東京に行きました 🚀")
  const odd = fc.constantFrom(
    '"',
    "'",
    '*',
    'AND',
    'NOT',
    'NEAR(',
    ')',
    '^',
    '-',
    ':',
    '\\',
    '\0',
    '%',
    '東京',
    'İ',
    'ß',
    '\ud83d',
  )
  const query = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(odd, fc.string()), { maxLength: 6 }).map((words) => words.join(' ')),
  )
  fc.assert(
    fc.property(query, (text) => {
      for (const { snippet, matches } of fixture.store.conversations.search(text, 5)) {
        for (const [start, end] of matches) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(snippet.length)
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('a word finds its text, whatever the script, case or accents', () => {
  const text =
    'Die Fähre fährt ÜBER die Straße; naïve café, Москва, 東京に行きました, 我们在北京, 한국어를 배워요, ภาษาไทย'
  const id = add('words', text)
  for (const query of [
    'fahre',
    'FÄHRE',
    'uber',
    'straß',
    'cafe',
    'CAFÉ',
    'москв',
    '東京',
    '行き',
    '北京',
    '京',
    '한국어',
    'ภาษา',
    'die fähre',
    'ca na',
  ]) {
    expect([query, found(query)]).toEqual([query, [id]])
  }
  for (const query of ['京東', 're', 'zug', 'fähre zug']) expect([query, found(query)]).toEqual([query, []])
})

test.each([
  ['an emoji', 'Pizza 🍕 tonight', '🍕', 'Pizza tonight'],
  ['an emoji of a newer Unicode', 'A robot 🤖🫠', '🫠', 'A robot'],
  ['an emoji in another style', 'I ❤️ it', '❤', 'I love it'],
  ['a word with symbols', 'Written in C++17 then', 'C++', 'Vitamin c, cats and c + d'],
  ['a word that ends in a symbol', 'Written in C#.', 'c#', 'Vitamin C, cats # 4'],
  ['a path', 'See /usr/local/bin for it', '/usr/local', 'usr then local'],
  ['an option', 'Use --force here', '--force', 'Use force here'],
  ['Arabic without its vowel signs', 'كتب مُحَمَّد رسالة', 'محمد', 'كتب أحمد'],
  ['Arabic with vowel signs', 'كتب محمد رسالة', 'مُحَمَّد', 'كتب أحمد'],
  ['a ligature', 'The \ufb01nal draft', 'final', 'The fine draft'],
  ['fullwidth letters', 'ＰＡＲＬＥＹ です', 'parley', 'ｐａｒ'],
  ['ss for ß', 'Die Straße', 'strasse', 'Die Strafe'],
  ['ß for ss', 'DIE STRASSE', 'straße', 'Die Strafe'],
  ['a word inside a compound', 'Die Donaudampfschifffahrt', 'schifffahrt', 'Das Schiff, die Fahrt'],
  ['a word inside a compound, folded', 'Das Gemeindestraßennetz', 'STRASSEN', 'Das Netz'],
  ['a Korean word inside another', '고등학교에서', '학교', '고등'],
  ['another apostrophe', 'It’s done', "it's", 'Its done'],
  ['another dash', 'A well‑known case', 'well-known', 'A known case'],
  ['what a sentence has around a word', 'The harbour report', '"report",', 'The harbour'],
  ['decomposed letters', 'na\u0131\u0308ve cafe\u0301', 'café', 'naïve'],
  ['stacked marks', `z${'\u0301\u0323'.repeat(60)}algo`, 'zalgo', 'algae'],
  ['white letters of mathematics', '𝐇𝐞𝐥𝐥𝐨 there', 'hello', 'there'],
  ['a private character', 'The \uf8ff key', '\uf8ff', 'The key'],
])('%s is found, and nothing else', (_, text, query, other) => {
  const id = add('yes', text)
  add('no', other)
  expect(found(query)).toEqual([id])
})

test.each([
  ['tags', 'H<sub>2</sub>O', ['H2O', 'h2o'], ['sub', 'H<sub>']],
  ['character references', 'R&amp;D &copy; caf&eacute;', ['©', 'R&D', 'café'], ['amp', 'copy', 'eacute']],
  ['escaped marks', 'in snake\\_case', ['snake_case'], ['\\_', 'snake\\']],
  ['emphasis in a word', 'un*friendly*ness, **P**arley', ['unfriendlyness', 'parley', 'friendly'], ['**', '*']],
  ['a link', '[the harbour](https://example.org/lighthouse "a tip")', ['harbour'], ['lighthouse', 'tip', 'https']],
  ['an address that is shown', 'https://example.org/lighthouse', ['lighthouse', 'example.org'], []],
  ['a link that opens nothing', '[it](file:///etc/hosts)', ['/etc/hosts'], []],
  ['code', '```python\nx = a**b\n```', ['python', 'a**b'], ['```']],
  ['a table', '| one | two |\n|:--|--|\n| 3 | 4 |', ['one', '4'], ['|', ':--']],
  ['a word inside a word with emphasis', 'Donau**dampf**schiff', ['dampfschiff', 'nauda'], ['dampf**schiff']],
])('a reply is found by what it shows, not by its markup: %s', (_, answer, shown, hidden) => {
  const id = addReply('a title', answer)
  for (const query of shown) expect([query, found(query)]).toEqual([query, [id]])
  for (const query of hidden) expect([query, found(query)]).toEqual([query, []])
})

test('a message of the user is found as it was written, because it is shown so', () => {
  const id = add('a title', 'the **bold** &amp; H<sub>2</sub>O')
  for (const query of ['**bold**', '&amp;', '<sub>']) expect([query, found(query)]).toEqual([query, [id]])
  expect(found('H2O')).toEqual([])
})

test('a snippet has no markup', () => {
  addReply('one', '## Ferries\n\n- The **ferry** of [noon](https://example.org) costs 5&nbsp;€')
  expect(fixture.store.conversations.search('ferry', 5)[0]?.snippet).toBe('Ferries The ferry of noon costs 5 €')
})

test('each visible word of a reply finds it', () => {
  fc.assert(
    fc.property(markdownSource, (answer) => {
      const id = addReply('a title', answer)
      for (const query of visibleText(storableText(answer)).split(/\s+/u)) {
        if (queryWords(query).length > 0) expect([query, found(query)]).toEqual([query, expect.arrayContaining([id])])
      }
    }),
    { numRuns: 100 },
  )
})

test('a text with the words as they are typed comes first, then other forms, then words inside others', () => {
  const exact = add('one', 'the Fähre')
  const folded = add('two', 'the Fahre')
  const inside = add('three', 'the Autofähre')
  const newest = add('four', 'a Fähre again')
  expect(found('fähre')).toEqual([newest, exact, folded, inside])
  expect(found('fahre')).toEqual([folded, newest, exact, inside])
  const title = add('Hafenfähren', 'nothing')
  expect(found('fähre')).toEqual([newest, exact, folded, title, inside])
})

test('pieces of a word that are not in a row do not find it', () => {
  const id = add('one', 'xabcd ybcde')
  add('two', 'abcx xbcd xcde')
  expect(found('abcde')).toEqual([])
  expect(found('bcd')).toEqual([found('bcd')[0], id])
})

test('a word that is inside another one only in markup is not found, also where its pieces are in the text', () => {
  addReply('one', 'xabcd [ybcde](https://example.org/zabcdez)')
  const id = addReply('two', 'xabc**de**f')
  expect(found('abcde')).toEqual([id])
})

test('of many words each is at the beginning of a word or inside one', () => {
  const id = add('one', 'Die Hafenrundfahrt war lang')
  add('two', 'Die Rundreise war lang')
  expect(found('rundfahrt lan die')).toEqual([id])
  expect(found('rundfahrt kurz')).toEqual([])
})

test('the marks of a snippet cover what was found, in every form', () => {
  add('one', 'Auf der Hauptstraße fährt مُحَمَّد zum ＣＡＦÉ, C ++ und 🍕.')
  for (const [query, marks] of [
    ['strasse', [['straße']]],
    ['hauptstras', [['Hauptstraß']]],
    ['محمد', [['مُحَمَّد']]],
    ['cafe', [['ＣＡＦÉ']]],
    ['c++', [['C ++']]],
    ['🍕', [['🍕']]],
  ] as const) {
    expect([query, marked(query)]).toEqual([query, marks])
  }
})

test('a summary of a document is found, with the time of its message, until the conversation is deleted', () => {
  const { conversations, messages, jobs } = fixture.store
  const { id } = conversations.create('report')
  const job = jobs.create(addDocument(fixture.store, id, { name: 'harbour.txt' }).id)
  const message = messages.addDocument(id, job.id)
  expect(found('lighthouse')).toEqual([])
  jobs.finish(job.id, [{ text: 'The lighthouse is closed.', page: 1, isQuote: false }], 'All was read.')
  const [hit] = conversations.search('lighthouse', 5)
  expect(hit).toMatchObject({ messageId: message.id, snippet: expect.stringContaining('The lighthouse is closed.') })
  expect(hit?.at).toBeGreaterThan(0)
  expect(found('harbour.txt')).toEqual([id])
  const headed = { heading: 'Opening hours', text: 'The pier is open.', page: 1, isQuote: false }
  jobs.finish(job.id, [headed], 'All was read.')
  expect([found('lighthouse'), found('pier'), found('hours')]).toEqual([[], [id], [id]])
  conversations.trash(id)
  conversations.emptyTrash()
  expect(found('pier')).toEqual([])
})

test('a hit has the time of its message, and that of the conversation when the title matches', () => {
  const { conversations, messages } = fixture.store
  const id = add('the title', 'one ferry')
  const [first] = messages.path(id)
  add('another', 'x')
  const [hit] = conversations.search('ferry', 5)
  expect(hit?.messageId).toBe(first?.id)
  expect(hit?.at).toBeLessThan(conversations.get(id).updatedAt + 1)
  expect(conversations.search('title', 5)[0]?.at).toBe(conversations.get(id).updatedAt)
})

test.each([
  ['harbor', 'harbour'],
  ['habrour', 'harbour'],
  ['hxrbour', 'harbour'],
  ['harbouur open', 'harbour open'],
  ['гаваь', 'гавань'],
  ['hafenfahrem', 'Hafenfähren'],
])('when nothing has %s, %s is suggested', (query, suggestion) => {
  add('one', 'The harbour is open; гавань, Hafenfähren')
  const { conversations } = fixture.store
  expect([conversations.search(query, 5), conversations.suggest(query)]).toEqual([[], suggestion])
})

test.each(['qqqqqqq', 'habor xyzzy', 'hrr', '東京都庁', '12345', '🍕', 'openx closed'])(
  'for %s nothing is suggested that finds nothing',
  (query) => {
    add('one', 'The harbour is open')
    const { conversations } = fixture.store
    expect([conversations.search(query, 5), conversations.suggest(query)]).toEqual([[], undefined])
  },
)

test('matching words are marked, and no others', () => {
  add('x', 'The ferry at the harbour. Ferries go every hour.')
  expect(marked('ferr')).toEqual([['ferr', 'Ferr']])
  expect(marked('FERRY harb')).toEqual([['ferry', 'harb']])
  add('y', '私は東京に行きました')
  expect(marked('東京')).toEqual([['東京']])
})

test('a match deep in a long text is shown with the text around it', () => {
  const { snippet, matches } = makeSnippet(
    `${'lorem ipsum '.repeat(500)}the needle here ${'dolor sit '.repeat(500)}`,
    queryWords('needle'),
  )
  const [[start, end] = [0, 0]] = matches
  expect(snippet.slice(start, end)).toBe('needle')
  expect(snippet.length).toBeLessThan(220)
  expect(snippet.startsWith('…') && snippet.endsWith('…')).toBe(true)
})

test('a snippet is one line and never splits a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.string({ minLength: 1, maxLength: 3 }),
      (text, query) => {
        const { snippet } = makeSnippet(`${text} needle ${text}`, queryWords(query))
        if (!halfCharacter.test(text)) expect(snippet).not.toMatch(halfCharacter)
        expect(snippet).not.toMatch(/[\r\n]/)
      },
    ),
  )
})

test('matching titles come first, then the newest; each conversation is one hit', () => {
  const old = add('trains', 'one ferry')
  const titled = add('The ferry', 'nothing')
  const fresh = add('boats', 'two ferry', 'ferry ferry')
  expect(found('ferry')).toEqual([titled, fresh, old])
  expect(fixture.store.conversations.search('ferry', 2)).toHaveLength(2)
})

test('the shown version of a message is found first, and a hidden one only when no shown one matches', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('versions')
  const { user, reply } = messages.addExchange(id, 'question', 'tiny')
  messages.appendReply(reply.id, 'answer', 'the ferry, the ferry and a whale')
  messages.finishReply(reply.id, { state: 'done' })
  const other = messages.addVersion(reply.id, 'tiny')
  messages.appendReply(other.id, 'answer', 'in the long answer of this version there is somewhere a ferry as well')
  messages.finishReply(other.id, { state: 'done' })
  const messageOf = (query: string) => conversations.search(query, 50).map(({ messageId }) => messageId)
  expect(messageOf('ferry')).toEqual([other.id])
  expect(messageOf('whale')).toEqual([reply.id])
  expect(messageOf('question')).toEqual([user.id])
  messages.choose(reply.id)
  expect(messageOf('ferry')).toEqual([reply.id])
  expect(messageOf('versions')).toEqual([undefined])
})

test('from one message that has the words the next and the previous one are found, in any version, and around the end', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('the ferry')
  const first = messages.addExchange(id, 'a ferry', 'tiny')
  messages.appendReply(first.reply.id, 'answer', 'a pier')
  messages.finishReply(first.reply.id, { state: 'done' })
  const other = messages.addVersion(first.reply.id, 'tiny')
  messages.appendReply(other.id, 'answer', 'the **Autoferry**')
  messages.finishReply(other.id, { state: 'done' })
  messages.choose(first.reply.id)
  const { user: last } = messages.addExchange(id, 'the last ferry', 'tiny')
  add('another conversation', 'a ferry')
  const next = (from: string | null, step: 1 | -1) => conversations.nextPassage(id, 'ferry', from, step)
  const ids = [first.user.id, other.id, last.id]
  expect(next(null, 1)).toMatchObject({ messageId: ids[0], place: 1, count: 3 })
  expect(next(null, -1)).toMatchObject({ messageId: ids[2], place: 3, count: 3 })
  expect(next(ids[0] ?? '', 1)).toMatchObject({ messageId: ids[1], place: 2, snippet: 'the Autoferry' })
  expect(next(ids[1] ?? '', -1)).toMatchObject({ messageId: ids[0] })
  expect([next(ids[2] ?? '', 1)?.messageId, next(ids[0] ?? '', -1)?.messageId]).toEqual([ids[0], ids[2]])
  expect(conversations.nextPassage(id, 'whale', null, 1)).toBeUndefined()
  expect(conversations.nextPassage(id, ' ', null, 1)).toBeUndefined()
})

test('a finished reply is found by its answer, not by its reasoning', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('reply')
  const { reply } = messages.addExchange(id, 'question', 'tiny')
  messages.appendReply(reply.id, 'reasoning', 'secretly pondering')
  messages.appendReply(reply.id, 'answer', 'the lighthouse')
  messages.finishReply(reply.id, { state: 'done' })
  expect(found('lighthouse')).toEqual([id])
  expect(found('pondering')).toEqual([])
})

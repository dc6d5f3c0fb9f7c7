import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../../testing/test-store.js'
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
  for (const query of ['京東', 'hre', 'zug', 'fähre zug']) expect([query, found(query)]).toEqual([query, []])
})

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
    'needle',
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
        const { snippet } = makeSnippet(`${text} needle ${text}`, query)
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

test('a damaged index is rebuilt, and no search or message fails because of it', () => {
  const id = add('the harbour', 'one ferry')
  const damage = () => {
    fixture.store.close()
    const db = new DatabaseSync(join(fixture.folder, 'parley.db'), { defensive: false })
    for (const index of ['title_index', 'message_index']) {
      db.exec(`UPDATE ${index}_data SET block = X'FFFFFFFFFFFFFFFFFF'`)
    }
    db.close()
    return fixture.reopen()
  }
  damage()
  expect(found('ferry')).toEqual([id])
  const { conversations, messages } = damage()
  conversations.rename(id, 'the port', 'user')
  const { reply } = messages.addExchange(id, 'two whales', 'tiny')
  messages.finishReply(reply.id, { state: 'done' })
  expect([found('ferry'), found('whales'), found('port'), found('harbour')]).toEqual([[id], [id], [id], []])
  damage().conversations.trash(id)
  expect(fixture.store.conversations.emptyTrash()).toEqual([id])
  expect(found('ferry')).toEqual([])
})

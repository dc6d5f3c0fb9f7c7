import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Claims, claimsInWords, signOffInWords } from '../../../contract/reviews.js'
import { initialSettings } from '../../../contract/settings.js'
import { htmlPage } from '../history/exporting/html-page.js'
import { markdownText } from '../history/exporting/markdown-text.js'
import { shownConversation } from '../history/exporting/shown-conversation.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const signOff = { by: 'Dr Ode', at: Date.UTC(2026, 10, 30, 12) }

const claims: Claims = {
  foundBy: 'model',
  list: [
    { text: 'Ten drops.', state: 'wrong' },
    { text: 'Each day.', state: 'unchecked' },
  ],
}

/** A conversation with one finished reply. */
function converse(id = fixture.store.conversations.create('Doses').id) {
  const { messages } = fixture.store
  const { user, reply } = messages.addExchange(id, 'How much?', 'tiny')
  messages.appendReply(reply.id, 'answer', 'Ten drops.')
  messages.finishReply(reply.id, { state: 'done' })
  return { id, user, reply }
}

test('a sign-off stays with its version of the reply, and is taken back', () => {
  const { reply } = converse()
  expect(fixture.store.messages.setSignOff(reply.id, signOff)).toMatchObject({ signOff })
  const { messages } = fixture.reopen()
  expect(messages.get(reply.id)).toMatchObject({ signOff })
  // Nobody has reviewed another text.
  expect(messages.editReply(reply.id, 'Twenty drops.')).not.toHaveProperty('signOff')
  expect(messages.setSignOff(reply.id, null)).not.toHaveProperty('signOff')
})

test('only a finished reply with a text is signed off', () => {
  const { id, user } = converse()
  const { messages } = fixture.store
  const waiting = messages.addExchange(id, 'And now?', 'tiny').reply
  messages.appendReply(waiting.id, 'answer', 'So far')
  for (const { id: refused } of [user, waiting])
    expect(() => messages.setSignOff(refused, signOff)).toThrow('Only a finished reply')
})

test('every export says it', () => {
  const { id, reply } = converse()
  fixture.store.messages.setSignOff(reply.id, signOff)
  fixture.store.messages.setClaims(reply.id, claims)
  const shown = shownConversation(fixture.store, id)
  expect(signOffInWords(signOff)).toBe('Reviewed by Dr Ode on November 30, 2026')
  expect(markdownText(shown)).toContain('> Reviewed by Dr Ode on November 30, 2026')
  expect(markdownText(shown)).toContain('> 2 claims: 1 wrong, 1 unchecked.\n\n> Wrong: “Ten drops.”')
  // A PDF is printed from the same page.
  expect([...htmlPage(shown.title, [shown])].join('')).toContain('Reviewed by Dr Ode on November 30, 2026')
  expect(fixture.store.archive.conversation(id).messages.at(-1)?.signOff).toEqual({
    by: 'Dr Ode',
    at: '2026-11-30T12:00:00.000Z',
  })
})

test('a damaged sign-off and a damaged claim cost only themselves', () => {
  const { reply } = converse()
  fixture.run('UPDATE messages SET sign_off = ? WHERE id = ?', '{"by":"","at":1}', reply.id)
  const list = [{ text: 7 }, { text: 'One.', state: 'proved' }, { text: 'Two.', state: 'right', note: 'later' }]
  fixture.run('UPDATE messages SET claims = ? WHERE id = ?', JSON.stringify({ foundBy: 'oracle', list }), reply.id)
  expect(fixture.reopen().messages.get(reply.id)).toMatchObject({ text: 'Ten drops.' })
  expect(fixture.store.messages.get(reply.id)).not.toHaveProperty('signOff')
  expect(fixture.store.messages.get(reply.id)).toHaveProperty('claims', {
    foundBy: 'words',
    list: [
      { text: 'One.', state: 'unchecked' },
      { text: 'Two.', state: 'right' },
    ],
  })
})

test('one of a temporary conversation is kept with it', () => {
  const { id, reply } = converse(fixture.store.temporary.begin(initialSettings.defaults).id)
  fixture.store.messages.setSignOff(reply.id, signOff)
  const kept = fixture.store.temporary.keep(id)
  expect(fixture.store.messages.path(kept).at(-1)).toMatchObject({ signOff })
})

test('claims in words, what was found first', () => {
  expect(claimsInWords({ ...claims, list: [] })).toBe('No claims found')
  expect(claimsInWords({ ...claims, list: claims.list.slice(1) })).toBe('1 claim: 1 unchecked')
})

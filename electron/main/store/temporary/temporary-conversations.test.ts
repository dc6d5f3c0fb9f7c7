import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isTemporary } from '../../../../contract/chat.js'
import { initialSettings } from '../../../../contract/settings.js'
import { openTestStore, type TestStore } from '../../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const secret = 'Sonnenblumenkernöl'
const begin = () => fixture.store.temporary.begin(initialSettings.defaults).id

/** A question that was decided on, two versions of its reply, a cut behind them, an edit, a draft and a message that waits. */
function converse(id: string): void {
  const { messages, cuts, drafts, queued } = fixture.store
  const { user: question, reply } = messages.addExchange(id, `${secret} costs what?`, 'tiny')
  messages.setVerdict(question.id, { outcome: 'flagged', reason: `It names ${secret}.`, rules: ['V1'], policyId: 'p' })
  messages.appendReply(reply.id, 'answer', `Much, for ${secret}.`)
  messages.finishReply(reply.id, { state: 'done' })
  const version = messages.editReply(reply.id, `Little, for ${secret}.`)
  const { user } = messages.addExchange(id, 'And now?', 'tiny')
  cuts.add(id, version.id, 'dropped')
  drafts.save(id, `A draft about ${secret}`)
  queued.add(id, `Then ${secret}`)
  drafts.saveEdit(user.id, `And ${secret}?`)
}

function filesWith(folder: string, text: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => {
    const path = join(folder, name)
    return statSync(path).isFile() && readFileSync(path).includes(text)
  })
}

test('no file has a byte of a temporary conversation, and a store that opens again knows nothing of it', () => {
  const id = begin()
  converse(id)
  expect(isTemporary(id)).toBe(true)
  expect(fixture.store.messages.path(id).map((message) => 'text' in message && message.text)).toContain(
    `Little, for ${secret}.`,
  )
  expect(filesWith(fixture.folder, secret)).toEqual([])
  expect(fixture.store.conversations.list()).toEqual([])
  expect(fixture.store.conversations.search(secret, 5)).toEqual([])
  fixture.reopen()
  expect(() => fixture.store.conversations.get(id)).toThrow('no longer exists')
  expect(filesWith(fixture.folder, secret)).toEqual([])
})

test('one that is kept has everything, is found, and is titled by its first words', () => {
  const id = begin()
  converse(id)
  const { temporary } = fixture.store
  const texts = (of: string) => fixture.store.messages.path(of).map((message) => 'text' in message && message.text)
  const before = texts(id)
  const kept = temporary.keep(id)
  expect(texts(kept)).toEqual(before)
  expect(temporary.list()).toEqual([])
  expect(() => fixture.store.conversations.get(id)).toThrow('no longer exists')
  const { conversations, cuts, drafts, messages, queued } = fixture.reopen()
  expect(conversations.list()).toMatchObject([{ id: kept, title: `${secret} costs what?` }])
  expect(texts(kept)).toEqual(before)
  expect(drafts.load(kept)).toBe(`A draft about ${secret}`)
  expect(messages.path(kept)[0]).toMatchObject({ verdict: { reason: `It names ${secret}.` } })
  expect(queued.list(kept)).toMatchObject([{ text: `Then ${secret}` }])
  expect(Object.values(drafts.edits(kept))).toEqual([`And ${secret}?`])
  const [cut] = cuts.ofConversation(kept)
  expect(messages.path(kept).map((message) => message.id)).toContain(cut?.messageId)
  expect([kept, cut?.id ?? '', ...messages.pathIds(kept)].filter(isTemporary)).toEqual([])
})

test('one that is closed is gone, and others stay', () => {
  const [first, second] = [begin(), begin()]
  converse(first)
  fixture.store.temporary.close(first)
  expect(fixture.store.temporary.list().map(({ id }) => id)).toEqual([second])
  expect(() => fixture.store.messages.path(first)).toThrow('no longer exists')
})

test('the Trash, folders and the Archive have none', () => {
  const id = begin()
  const { conversations } = fixture.store
  expect(() => conversations.trash(id)).toThrow('Keep it first')
  expect(() => conversations.place([id], { isPinned: true })).toThrow('Keep it first')
})

test('a file can not bring an id that would lead into memory', () => {
  const { archive, conversations, cuts, messages } = fixture.store
  const given = archive.startImport({ isDry: false })
  const at = new Date(0).toISOString()
  given.slice(() =>
    given.addConversation({
      id: 'temporary-1',
      title: 'Given',
      messages: [{ id: 'temporary-2', parentId: null, role: 'user', text: 'Hello', reasoning: '', createdAt: at }],
      cuts: [
        { id: 'temporary-3', messageId: 'temporary-2', kind: 'dropped', summary: '', state: 'done', createdAt: at },
      ],
    } as Parameters<typeof given.addConversation>[0]),
  )
  const [conversation] = conversations.list()
  const id = conversation?.id ?? ''
  const ids = [id, ...messages.path(id).map((message) => message.id), ...cuts.ofConversation(id).map((cut) => cut.id)]
  expect(ids).toHaveLength(3)
  expect(ids.filter(isTemporary)).toEqual([])
})

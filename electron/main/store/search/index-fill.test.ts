import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDocument } from '../../testing/test-document.js'
import { openTestStore, searchFilled, type TestStore } from '../../testing/test-store.js'
import { Database } from '../database.js'
import { openStore, storeFile } from '../open-store.js'
import type { Store } from '../store.js'
import { SearchIndex } from './search-index.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

function add(title: string, ...texts: readonly string[]): string {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create(title)
  for (const text of texts) {
    const { reply } = messages.addExchange(id, 'question', 'tiny')
    messages.appendReply(reply.id, 'answer', text)
    messages.finishReply(reply.id, { state: 'done' })
  }
  return id
}

const found = (query: string, { conversations }: Store = fixture.store) =>
  conversations.search(query, 50).map(({ conversation }) => conversation.id)

/** Opens the store as after an update that indexes by other rules. */
function reopenOutdated(): Store {
  fixture.run('UPDATE search_progress SET form = -1')
  return fixture.reopen()
}

/** Indexes `count` texts, in slices of one text. */
function fillSome(index: SearchIndex, count: number): void {
  for (let done = 0; done < count; done++) {
    let isDone = false
    index.fillSlice(() => {
      const isTimeUp = isDone
      isDone = true
      return isTimeUp
    })
  }
}

test('a new store is complete, and stays so without filling', () => {
  const id = add('one', 'the ferry')
  expect([fixture.store.isSearchComplete(), found('ferry')]).toEqual([true, [id]])
  expect(fixture.reopen().isSearchComplete()).toBe(true)
  expect(found('ferry')).toEqual([id])
})

test('an index by other rules is made again in the background, and a search says that it is partial', async () => {
  const ids = [add('one', 'the ferry **a**'), add('two', 'a ferry'), add('three', 'no boat')]
  const store = reopenOutdated()
  expect([store.isSearchComplete(), found('ferry')]).toEqual([false, []])
  let completions = 0
  await store.fillSearchIndex(() => completions++)
  expect([store.isSearchComplete(), found('ferry'), completions]).toEqual([true, [ids[1], ids[0]], 1])
  expect(found('three')).toEqual([ids[2]])
  await store.fillSearchIndex(() => completions++)
  expect(completions).toBe(1)
})

test('the newest conversations are found first', () => {
  const ids = [add('one', 'the ferry'), add('two', 'a ferry'), add('three', 'this ferry')]
  reopenOutdated()
  const db = new Database(join(fixture.folder, storeFile))
  const index = new SearchIndex(db)
  fillSome(index, ids.length) // titles
  fillSome(index, 1)
  expect(found('ferry')).toEqual([ids[2]])
  fillSome(index, 2)
  expect(found('ferry')).toEqual([ids[2], ids[1]])
  db.close()
})

test('a long text is indexed in several slices, so that none takes long', () => {
  const id = add('one', `${'so it was '.repeat(4_000)} **ferry**`)
  reopenOutdated()
  const db = new Database(join(fixture.folder, storeFile))
  const index = new SearchIndex(db)
  fillSome(index, 1) // the title
  fillSome(index, 2)
  expect(found('ferry')).toEqual([])
  fillSome(index, 1)
  expect([found('ferry'), index.isComplete]).toEqual([[id], false])
  fillSome(index, 2)
  expect(index.isComplete).toBe(true)
  db.close()
})

test('killed at any moment, it goes on where it was', async () => {
  const texts = Array.from({ length: 7 }, (_, number) => `ferry number${number}`)
  for (const text of texts) add('a title', text)
  reopenOutdated()
  const db = new Database(join(fixture.folder, storeFile))
  const index = new SearchIndex(db)
  for (let step = 0; !index.isComplete; step++) {
    fillSome(index, 1)
    const killed = `${fixture.folder}.killed`
    cpSync(fixture.folder, killed, { recursive: true })
    const store = openStore(killed)
    expect([step, found('ferry', store).length]).toEqual([step, found('ferry').length])
    await store.fillSearchIndex()
    for (const number of texts.keys()) expect([step, found(`number${number}`, store).length]).toEqual([step, 1])
    store.close()
    rmSync(killed, { recursive: true })
  }
  db.close()
})

test('what is written, renamed and deleted while the index fills is found as it is', async () => {
  const ids = [add('one', 'the ferry'), add('two', 'a whale'), add('three', 'the pier')]
  const store = reopenOutdated()
  const id = add('four', 'a new ferry')
  store.conversations.rename(ids[2] ?? '', 'the harbour', 'user')
  expect([found('ferry'), found('harbour')]).toEqual([[id], [ids[2]]])
  store.conversations.trash(ids[1] ?? '')
  store.conversations.emptyTrash()
  await store.fillSearchIndex()
  expect([found('ferry'), found('harbour'), found('three'), found('whale')]).toEqual([[id, ids[0]], [ids[2]], [], []])
})

test('a reply that is running and a document that is being read are not found before they are done', async () => {
  const { id } = fixture.store.conversations.create('one')
  const job = fixture.store.jobs.create(addDocument(fixture.store, id, { name: 'harbour.txt' }).id)
  fixture.store.messages.addDocument(id, job.id)
  const { reply } = fixture.store.messages.addExchange(id, 'question', 'tiny')
  const store = reopenOutdated()
  await store.fillSearchIndex()
  expect([store.isSearchComplete(), found('question'), found('harbour.txt')]).toEqual([true, [id], []])
  store.messages.appendReply(reply.id, 'answer', 'the ferry')
  store.messages.finishReply(reply.id, { state: 'done' })
  store.jobs.finish(job.id, [], 'All was read.')
  expect([found('ferry'), found('harbour.txt')]).toEqual([[id], [id]])
})

test('a store of an earlier version is filled after it opens', async () => {
  const id = add('one', 'the ferry')
  fixture.store.close()
  const db = new Database(join(fixture.folder, storeFile))
  db.exec('DROP TABLE search_progress; PRAGMA user_version = 7')
  db.close()
  const store = fixture.reopen()
  expect([store.isSearchComplete(), found('ferry')]).toEqual([false, []])
  await store.fillSearchIndex()
  expect([store.isSearchComplete(), found('ferry')]).toEqual([true, [id]])
})

test('a damaged index is made again, and no search or message fails because of it', async () => {
  const id = add('the harbour', 'one ferry')
  const damage = () => {
    fixture.store.close()
    const db = new DatabaseSync(join(fixture.folder, storeFile), { defensive: false })
    for (const index of ['title_words', 'title_grams', 'message_words', 'message_grams']) {
      db.exec(`UPDATE ${index}_data SET block = X'FFFFFFFFFFFFFFFFFF'`)
    }
    db.close()
    return fixture.reopen()
  }
  const foundFilled = async (query: string) =>
    (await searchFilled(fixture.store, query)).map(({ conversation }) => conversation.id)
  const first = damage()
  await first.fillSearchIndex() // as the app does before anything else
  expect(found('ferry')).toEqual([])
  expect(first.isSearchComplete()).toBe(false)
  expect(await foundFilled('ferry')).toEqual([id])
  const { conversations, messages } = damage()
  conversations.rename(id, 'the port', 'user')
  const { reply } = messages.addExchange(id, 'two whales', 'tiny')
  messages.finishReply(reply.id, { state: 'done' })
  expect(found('whales')).toEqual([id])
  for (const query of ['ferry', 'whales', 'port']) expect([query, await foundFilled(query)]).toEqual([query, [id]])
  expect(await foundFilled('harbour')).toEqual([])
  damage().conversations.trash(id)
  expect(fixture.store.conversations.emptyTrash()).toEqual([id])
  expect(await foundFilled('ferry')).toEqual([])
})

test('a store that closes while its index fills goes on at the next start', async () => {
  const id = add('the harbour', 'one ferry')
  const store = reopenOutdated()
  const filled = store.fillSearchIndex()
  store.close()
  await filled
  const again = fixture.reopen()
  expect(again.isSearchComplete()).toBe(false)
  await again.fillSearchIndex()
  expect(found('ferry')).toEqual([id])
})

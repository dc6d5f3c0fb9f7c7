import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import type { TranscriptEvent } from '../../../contract/streams.js'
import { TranscriptFeed } from '../runs/transcript-feed.js'
import { damageIndex } from '../testing/store-damage.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import { storeFile } from './open-store.js'
import { StoreCare } from './store-care.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

test('a window that shows a conversation gets it again when the check has rebuilt an index that hid a part of it', async () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('hidden')
  for (let turn = 0; turn < 3; turn++)
    messages.finishReply(messages.addExchange(id, `question ${turn}`, 'tiny').reply.id, { state: 'done' })
  await fixture.store.backUp() // empties the WAL, so that the file can be damaged behind the store
  const file = `${fixture.folder}/${storeFile}`
  const feed = new TranscriptFeed()
  const end = new AbortController()
  const snapshot = () => ({
    conversationId: id,
    messages: fixture.store.messages.path(id),
    jobs: [],
    batches: [],
    documents: [],
    draft: '',
    queued: [],
    edits: {},
    settings: initialSettings.defaults,
    cuts: [],
  })
  damageIndex(file, 'sqlite_autoindex_messages_1')
  const events = feed.subscribe(id, snapshot, end.signal)
  const lengthOf = ({ value }: IteratorResult<TranscriptEvent>) =>
    value?.type === 'snapshot' ? value.transcript.messages.length : undefined
  await events.next()
  const notice = await new Promise<string>((resolve) => {
    const onRepair = (message: string) => {
      feed.resend()
      care.stop()
      resolve(message)
    }
    const care = new StoreCare(fixture.store, onRepair, () => {})
    care.start()
  })
  expect(notice).toContain('Parley has rebuilt it')
  expect(lengthOf(await events.next())).toBe(6)
  end.abort()
})

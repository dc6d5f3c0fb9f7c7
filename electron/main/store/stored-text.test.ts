import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { storableText } from '../../../contract/storable-text.js'
import { recipeFrom } from '../runs/recipe.js'
import { anyText } from '../testing/any-text.js'
import { addDocument } from '../testing/test-document.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import type { Store } from './store.js'

let fixture: TestStore
beforeAll(() => {
  fixture = openTestStore()
})
afterAll(() => fixture.remove())

const model = (name: string) => ({ id: 'm', name })
const settings = initialSettings.defaults
const recipe = recipeFrom(settings)
const document = (text: string) => ({
  kind: 'text' as const,
  encoding: 'utf-8',
  pages: [{ passages: [text], status: 'read' as const }],
  removedCharacters: 0,
  omitted: [],
  problems: [],
})

function exchange({ conversations, messages }: Store, text = 'q', modelName = 'tiny') {
  const { id } = conversations.create('t')
  return { conversationId: id, ...messages.addExchange(id, text, modelName, recipe) }
}

function newJob(store: Store, name = 'a.txt') {
  const { conversations, jobs, messages } = store
  const conversationId = conversations.create('t').id
  const { id } = jobs.create(addDocument(store, conversationId, { name }).id)
  messages.addDocument(conversationId, id)
  return id
}

function fold(store: Store): string {
  const { conversationId, reply } = exchange(store)
  return store.cuts.add(conversationId, reply.id, 'folded').id
}

/** Writes a text through each way into the store, and returns what the store says and later reads. */
const entryPoints: Readonly<Record<string, (store: Store, text: string) => readonly unknown[]>> = {
  title: ({ conversations }, text) => {
    const created = conversations.create(text)
    return [created.title, conversations.get(created.id).title]
  },
  'new title': ({ conversations }, text) => [conversations.rename(conversations.create('t').id, text, 'user').title],
  message: (store, text) => {
    const { conversationId, user } = exchange(store, text)
    const [stored] = store.messages.path(conversationId)
    return [user.text, stored?.role === 'user' && stored.text]
  },
  'edited message': (store, text) => [
    store.messages.editExchange(exchange(store).user.id, text, 'tiny', recipe).user.text,
  ],
  'edited reply': (store, text) => {
    const { reply } = exchange(store)
    store.messages.finishReply(reply.id, { state: 'done' })
    return [store.messages.editReply(reply.id, text).text]
  },
  'chunks of a reply': (store, text) => {
    const { reply } = exchange(store)
    for (const channel of ['answer', 'reasoning'] as const) store.messages.appendReply(reply.id, channel, text)
    const unfinished = store.messages.get(reply.id)
    const finished = store.messages.finishReply(reply.id, { state: 'done' })
    return [unfinished, finished].flatMap((each) => (each.role === 'assistant' ? [each.text, each.reasoning] : []))
  },
  'name of a model': (store, text) => {
    const { reply } = exchange(store, 'q', text)
    return [reply.model, store.messages.finishReply(reply.id, { state: 'done', model: model(text) }).model]
  },
  error: (store, text) => {
    const end = { state: 'failed', error: { code: 'unknown', message: text } } as const
    return [store.messages.finishReply(exchange(store).reply.id, end).error?.message]
  },
  'error of a document': (store, text) => {
    const job = newJob(store)
    store.jobs.fail(job, { code: 'unknown', message: text })
    return [store.jobs.get(job).error?.message]
  },
  draft: ({ drafts }, text) => {
    drafts.save(null, text)
    return [drafts.load(null)]
  },
  'name of a preset': ({ presets }, text) => {
    const { preset } = presets.save(text, settings)
    const listed = presets.list().find(({ id }) => id === preset.id)?.name
    presets.remove(preset.id)
    return [preset.name, listed]
  },
  summary: (store, text) => {
    const finished = store.cuts.finish(fold(store), { state: 'done', summary: text })
    return [finished.summary, store.cuts.setSummary(finished.id, text).summary]
  },
  'name of a document': (store, text) => {
    const { documentId, name } = store.jobs.get(newJob(store, text))
    return [name, store.documents.get(documentId).name]
  },
  'error of a reading': (store, text) => {
    const { id } = addDocument(store, null)
    store.documents.fail(id, { code: 'unknown', message: text })
    return [store.documents.get(id).error?.message]
  },
  account: (store, text) => {
    const job = newJob(store)
    store.jobs.finish(job, [], text)
    return [store.jobs.get(job).account]
  },
}

/** Texts that are stored as JSON, in which every character has a spelling. */
const exactEntryPoints: typeof entryPoints = {
  instructions: ({ conversations, presets }, text) => {
    const given = { ...settings, instructions: text }
    const { id } = conversations.create('t', given)
    const { preset } = presets.save('p', given)
    return [
      conversations.settings(id)?.instructions,
      presets.list().find((each) => each.id === preset.id)?.settings.instructions,
    ]
  },
  point: (store, text) => {
    const job = newJob(store)
    store.jobs.finish(job, [{ text, isQuote: false }], 'All was read.')
    return [store.jobs.get(job).summary[0]?.text]
  },
}

test.each(Object.entries(entryPoints))('no text loses its end: %s', (_, write) => {
  fc.assert(
    fc.property(anyText, (text) => {
      // Preset names are stored composed, so that two spellings are one name.
      for (const read of write(fixture.store, text))
        expect(String(read).normalize()).toBe(storableText(text).normalize())
    }),
    { numRuns: 30, examples: [['a\0b'], ['\0'], ['a\ud83d'], ['\udf55\ud83d']] },
  )
})

test.each(Object.entries(exactEntryPoints))('every text comes back as it went in: %s', (_, write) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [first, ...others] = write(fixture.store, text)
      expect([storableText(text), text]).toContain(first)
      for (const other of others) expect(other).toBe(first)
    }),
    { numRuns: 30, examples: [['a\0b'], ['a\ud83d']] },
  )
})

test('every passage of a document comes back as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const { documents } = fixture.store
      const { id } = addDocument(fixture.store, null)
      await documents.storeText(id, document(text), [text])
      expect([documents.page(id, 1).passages[0], documents.get(id).remarks[0]]).toEqual([text, text])
    }),
    { numRuns: 30, examples: [['a\0b'], ['a\ud83d']] },
  )
})

test('names of presets that SQLite could not tell apart are one name', () => {
  const { presets } = fixture.store
  const { preset } = presets.save('law \ud83d', settings)
  expect(presets.save('law \ude00', settings).preset.id).toBe(preset.id)
  const other = presets.save('other\0', settings).preset
  expect(() => presets.rename(other.id, 'law \ud800')).toThrowError(expect.objectContaining({ code: 'refused' }))
})

test('a whole pair and other characters stay as they are', () => {
  expect(storableText('a🍕\ufffe\u2028é')).toBe('a🍕\ufffe\u2028é')
  expect(storableText('a\0\ud83d')).toBe('a␀\ufffd')
})

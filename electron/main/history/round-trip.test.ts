import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { recipeFrom } from '../runs/recipe.js'
import { archiveFile } from '../store/archive/archived.js'
import { Database } from '../store/database.js'
import { storeFile } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { addDocument } from '../testing/test-document.js'
import { openTestStore, searchFilled, type TestStore } from '../testing/test-store.js'
import { exportJson } from './exporting/export-json.js'
import { importFile } from './importing/import-file.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-round-trip-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((said) => said.trim() !== '')
const recipe = recipeFrom(initialSettings.defaults)
const settings = { ...initialSettings.defaults, instructions: 'Be brief.', temperature: 0.5 }

const action = fc.oneof(
  fc.record({ does: fc.constant('create' as const), title: text }),
  fc.record({ does: fc.constant('send' as const), at: fc.nat(), text, answer: text, reasoning: text }),
  fc.record({ does: fc.constantFrom('edit' as const, 'version' as const, 'choose' as const), at: fc.nat(), text }),
  fc.record({ does: fc.constantFrom('fail' as const, 'cut' as const, 'draft' as const), at: fc.nat(), text }),
  fc.record({
    does: fc.constantFrom('trash' as const, 'rename' as const, 'settings' as const, 'order' as const),
    at: fc.nat(),
    text,
  }),
  fc.record({
    does: fc.constantFrom('document' as const, 'batch' as const, 'preset' as const, 'task' as const, 'review' as const),
    at: fc.nat(),
    text,
  }),
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % Math.max(1, items.length)]

async function act(store: Store, step: Action): Promise<void> {
  const { conversations, messages, cuts, presets, drafts, jobs, batches, documents } = store
  if (step.does === 'create') return void conversations.create(step.title, settings)
  const { id } = pick(conversations.list(), step.at) ?? conversations.create('first')
  const finish = (replyId: string, state: 'done' | 'stopped' = 'done') =>
    messages.finishReply(replyId, { state, reasoningMs: 12, model: { id: 'tiny', name: 'Tiny' } })
  const path = messages.path(id)
  const replies = path.filter((message) => message.role === 'assistant')
  const users = path.filter((message) => message.role === 'user' && message.text !== '' && !message.isBatch)
  switch (step.does) {
    case 'send': {
      const { reply } = messages.addExchange(id, step.text, 'tiny', recipe)
      messages.appendReply(reply.id, 'reasoning', step.reasoning)
      messages.appendReply(reply.id, 'answer', step.answer)
      finish(reply.id, step.at % 2 === 0 ? 'done' : 'stopped')
      const verdict = { outcome: 'flagged', reason: step.text, rules: ['V1'], policyId: 'p' } as const
      if (step.at % 3 === 0) messages.setVerdict(reply.id, { ...verdict, isHeld: true })
      return
    }
    case 'edit': {
      const user = pick(users, step.at)
      if (user) finish(messages.editExchange(user.id, step.text, 'tiny', recipe).reply.id)
      return
    }
    case 'version': {
      const reply = pick(replies, step.at)
      if (!reply) return
      messages.editReply(reply.id, step.text)
      const continued = messages.addContinuation(reply.id, 'tiny', recipe)
      messages.appendReply(continued.id, 'answer', step.text)
      finish(continued.id)
      return
    }
    case 'choose': {
      const version = pick(replies, step.at)?.versions?.previousId
      if (version) messages.choose(version)
      return
    }
    case 'fail': {
      const { reply } = messages.addExchange(id, step.text, 'tiny', recipe)
      messages.finishReply(reply.id, { state: 'failed', error: { code: 'out-of-memory', message: step.text } })
      return
    }
    case 'cut': {
      const user = pick(users, step.at)
      if (user)
        cuts.finish(cuts.add(id, user.id, 'folded').id, { state: 'done', summary: step.text, isShortened: true })
      return
    }
    case 'draft': {
      const user = pick(users, step.at)
      drafts.save(id, step.text)
      if (user) drafts.saveEdit(user.id, step.text)
      return
    }
    case 'trash':
      conversations.setUnread(id, true)
      conversations.trash(id)
      return
    case 'order': {
      const [outer, inner] = [
        { id: 'outer', name: 'Cases', project: { settings: { instructions: step.text || 'None.' } } },
        { id: 'inner', name: step.text, parentId: 'outer' },
      ]
      store.folders.save(outer)
      store.folders.save(inner)
      conversations.place([id], { folderId: step.at % 2 === 0 ? 'outer' : 'inner' })
      conversations.place([id], { isPinned: step.at % 3 === 0 })
      conversations.place([id], { isArchived: step.at % 3 === 1 })
      conversations.setModel(id, { id: 'tiny', name: 'Tiny' })
      return
    }
    case 'rename':
      conversations.rename(id, step.text, step.at % 2 === 0 ? 'user' : 'model')
      return
    case 'settings':
      conversations.setSettings(id, { ...settings, instructions: step.text })
      conversations.setOwnNames(id, ['instructions', 'model'])
      return
    case 'preset':
      presets.save(step.text, settings)
      return
    case 'review': {
      const reply = pick(replies, step.at)
      if (!reply?.text.trim()) return
      messages.setSignOff(reply.id, { by: step.text, at: 1_700_000_000_000 })
      messages.setClaims(reply.id, { foundBy: 'model', list: [{ text: step.text, state: 'unsure' }] })
      return
    }
    case 'task':
      store.tasks.save({ id: `task-${step.at}`, name: 'Letter', prompt: `${step.text} {client}` })
      return
    case 'document': {
      const document = addDocument(store, id, { name: step.text, kind: 'markdown' })
      await documents.storeText(document.id, readDocument(step.text), ['A remark.'])
      const { id: messageId } = messages.addRequest(id, step.text)
      if (step.at % 3 > 0) documents.send(id, id, messageId)
      const job = jobs.create(document.id, { form: 'points' })
      jobs.steps.plan(job.id, 100, [[{ page: 1, passage: 1, start: 0, end: 2 }]])
      jobs.steps.finishPart(job.id, 1, { points: [point], isByModel: true, tookMs: 3 })
      jobs.steps.addMerges(job.id, 1, [{ blocks: [[point]], maxPoints: 4 }])
      store.findings.add({ documentId: document.id, question: step.text, partTokens: 9, part: 1 }, [point])
      messages.addDocument(id, job.id)
      if (step.at % 2 === 0) jobs.finish(job.id, [point], 'All was read.')
      else jobs.setState(job.id, 'paused')
      return
    }
    case 'batch': {
      const { id: messageId } = messages.addRequest(id, step.text)
      const batch = batches.create(messageId, 'table', ['Name'], [{ documentId: 'gone', cells: [step.text] }])
      const error = { code: 'no-answer', message: 'None.' } as const
      batches.save(
        { ...batch, rows: [{ name: '', documentId: 'gone', state: 'failed', error }] },
        { type: 'row-failed', row: 0, error },
      )
      batches.save({ ...batch, state: 'paused' }, { type: 'paused' })
      return
    }
  }
}

const point = { text: 'The ferry sails.', page: 1, passage: 1, isQuote: true }
const readDocument = (said: string) => ({
  kind: 'markdown' as const,
  title: said,
  pages: [
    { passages: [said, 'Two.'], status: 'read' as const, label: 'iv' },
    { passages: [], status: 'empty' as const },
  ],
  removedCharacters: 0,
  omitted: [],
  problems: [],
})

/**
 * Every row of every table that holds what people have. Without the numbers of rows: only within a conversation does their
 * order mean something, and exports list in that order.
 */
function contentOf({ folder: home, store }: TestStore): unknown {
  store.close()
  const db = new Database(join(home, storeFile), { readOnly: true })
  const tables =
    `conversations messages drafts edits cuts presets tasks documents attachments pages jobs parts merges findings
    batches batch_rows chunks`.split(/\s+/)
  try {
    return tables.map((table) => {
      const rows = db.prepare<Record<string, unknown>>(`SELECT * FROM ${table}`).all()
      return [table, rows.map((row) => JSON.stringify({ ...row, sequence: 0 })).toSorted()]
    })
  } finally {
    db.close()
  }
}

const withoutTime = (file: string) => ({ ...JSON.parse(readFileSync(file, 'utf8')), exportedAt: undefined })

test('what was exported and imported into an empty store is equal to the store', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 60 }), async (steps) => {
      const [one, other] = [openTestStore(), openTestStore()]
      try {
        for (const step of steps) await act(one.store, step)
        const [first, second] = [join(folder, 'first.json'), join(folder, 'second.json')]
        const exported = await exportJson(one.store.archive, first)
        expect(archiveFile.safeParse(JSON.parse(readFileSync(first, 'utf8'))).error).toBeUndefined()
        const dry = await importFile(other.store.archive, first, { isDry: true })
        const real = await importFile(other.store.archive, first, { isDry: false })
        expect(dry).toEqual(real)
        expect(real).toMatchObject({ ...exported, skipped: [], unchanged: 0 })
        const again = await importFile(other.store.archive, first, { isDry: false })
        expect(again).toMatchObject({ conversations: 0, messages: 0, skipped: [] })
        await exportJson(other.store.archive, second)
        expect(withoutTime(second)).toEqual(withoutTime(first))
        expect(contentOf(other)).toEqual(contentOf(one))
      } finally {
        one.remove()
        other.remove()
      }
    }),
    { numRuns: 3, endOnFailure: true },
  )
}, 120_000)

test('what is being made is exported as stopped, with its text so far', async () => {
  const one = openTestStore()
  const file = join(folder, 'waiting.json')
  const { id } = one.store.conversations.create('Waiting')
  const { reply } = one.store.messages.addExchange(id, 'Hi', 'tiny', recipe)
  one.store.messages.appendReply(reply.id, 'answer', 'So far')
  await exportJson(one.store.archive, file)
  one.remove()
  const other = openTestStore()
  await importFile(other.store.archive, file, { isDry: false })
  expect(other.store.messages.path(id)).toMatchObject([{ text: 'Hi' }, { text: 'So far', state: 'stopped' }])
  expect(await searchFilled(other.store, 'far')).toMatchObject([{ messageId: reply.id }])
  other.remove()
})

test('what was to be checked is exported as unchecked', async () => {
  const one = openTestStore()
  const file = join(folder, 'unchecked.json')
  const { id } = one.store.conversations.create('Unchecked')
  const { user } = one.store.messages.addExchange(id, 'Hi', 'tiny', recipe)
  one.store.messages.setVerdict(user.id, { outcome: 'waiting', reason: '', rules: [], policyId: 'p' })
  await exportJson(one.store.archive, file)
  one.remove()
  const other = openTestStore()
  await importFile(other.store.archive, file, { isDry: false })
  expect(other.store.messages.get(user.id)).toMatchObject({ verdict: { outcome: 'unchecked', policyId: 'p' } })
  other.remove()
})

test('a document that nobody read is not waiting for a file that will never come', async () => {
  const one = openTestStore()
  const file = join(folder, 'unread.json')
  const { id } = one.store.conversations.create('Unread')
  const document = addDocument(one.store, id, { name: 'a.pdf', kind: 'pdf' })
  await exportJson(one.store.archive, file)
  one.remove()
  const other = openTestStore()
  await importFile(other.store.archive, file, { isDry: false })
  expect(other.store.documents.get(document.id)).toMatchObject({ state: 'failed', name: 'a.pdf', isAttached: true })
  other.remove()
})

test('an import adds only what is new to a conversation, and shows it where nothing else was said since', async () => {
  const one = openTestStore()
  const other = openTestStore()
  const file = join(folder, 'grown.json')
  const { id } = one.store.conversations.create('Grows')
  const first = one.store.messages.addExchange(id, 'One', 'tiny', recipe)
  one.store.messages.finishReply(first.reply.id, { state: 'done' })
  await exportJson(one.store.archive, file)
  await importFile(other.store.archive, file, { isDry: false })
  const second = one.store.messages.addExchange(id, 'Two', 'tiny', recipe)
  one.store.messages.finishReply(second.reply.id, { state: 'done' })
  await exportJson(one.store.archive, file)
  expect(await importFile(other.store.archive, file, { isDry: false })).toMatchObject({ conversations: 0, messages: 2 })
  expect(other.store.messages.path(id)).toEqual(one.store.messages.path(id))
  // What the user chose here stays shown.
  other.store.messages.editReply(second.reply.id, 'Mine')
  const third = one.store.messages.addExchange(id, 'Three', 'tiny', recipe)
  one.store.messages.finishReply(third.reply.id, { state: 'done' })
  await exportJson(one.store.archive, file)
  expect(await importFile(other.store.archive, file, { isDry: false })).toMatchObject({ messages: 2 })
  expect(other.store.messages.path(id).at(-1)).toMatchObject({ text: 'Mine' })
  one.remove()
  other.remove()
})

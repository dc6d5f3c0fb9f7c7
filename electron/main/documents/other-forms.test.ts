import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DocumentJob } from '../../../contract/documents.js'
import type { SummaryOptions } from '../../../contract/summary-forms.js'
import { DocumentsApp, reportFile } from '../testing/documents-app.js'
import { copyFirsts, FakeEngine, kindOfStep, untilAborted } from '../testing/fake-engine.js'

let app: DocumentsApp
beforeEach(() => {
  app = new DocumentsApp()
})
afterEach(() => app.close())

const stepsAsked = () => app.engine.requests.map(kindOfStep)

/** Makes another version of the newest summary, and returns its job as it was created. */
function repeat({ conversationId }: DocumentJob, options?: SummaryOptions): DocumentJob {
  app.engine.requests.length = 0
  const before = app.jobChanges.length
  app.documents.repeat(app.store.messages.path(conversationId).at(-1)?.id ?? '', options)
  const made = app.jobChanges[before]
  if (!made) throw new Error('No job was made.')
  return made
}

test('each document of a composer is summarised in the form that was chosen', async () => {
  const options = { form: 'timeline', purpose: 'for a hearing', language: 'German' } as const
  await app.documents.addFiles(null, [reportFile])
  const { conversationId } = app.documents.summarise(null, undefined, options)
  const [job] = app.documents.jobsOf(conversationId)
  expect(job?.options).toEqual(options)
  await app.jobIn('done', job?.id)
})

test('another form is written from the finished notes: no part is read again', async () => {
  const first = await app.jobIn('done', await app.summarise())
  const made = repeat(first, { form: 'sections' })
  expect(made).toMatchObject({ parts: first.parts, options: { form: 'sections' } })
  const done = await app.jobIn('done', made.id)
  expect(stepsAsked()).not.toContain('notes')
  expect(app.store.jobs.steps.notes(done.id)).toEqual(app.store.jobs.steps.notes(first.id))
})

test('the same form made again reads every part again, and keeps its wishes', async () => {
  const first = await app.jobIn('done', await app.summarise())
  const table = await app.jobIn('done', repeat(first, { form: 'table', purpose: 'for a hearing' }).id)
  const again = repeat(table)
  expect(again).toMatchObject({ parts: { total: 0 }, options: table.options })
  await app.jobIn('done', again.id)
  expect(stepsAsked().filter((step) => step === 'notes')).toHaveLength(first.parts.total)
})

test('of a cancelled summary the finished notes are reused, and the rest is read', async () => {
  app.engine.answer = (request, signal) =>
    app.engine.requests.length > 2 ? untilAborted(signal) : copyFirsts(request, signal)
  const id = await app.summarise()
  await app.untilJob(({ parts }) => parts.done === 2)
  await app.documents.cancel(id)
  app.engine.answer = copyFirsts
  const made = repeat(app.documents.job(id), { form: 'page' })
  expect(made.parts.done).toBe(2)
  const { parts } = await app.jobIn('done', made.id)
  expect(stepsAsked().filter((step) => step === 'notes')).toHaveLength(parts.total - 2)
})

test('a part without a note by the model is read again', async () => {
  app.engine.answer = (request, signal) =>
    kindOfStep(request) === 'notes' && request.messages[0]?.text.includes('Fact 1.1')
      ? 'I cannot do that.'
      : copyFirsts(request, signal)
  const first = await app.jobIn('done', await app.summarise())
  app.engine.answer = copyFirsts
  const made = repeat(first, { form: 'sections' })
  const { account } = await app.jobIn('done', made.id)
  expect(account).not.toContain('made no note')
  expect(stepsAsked().filter((step) => step === 'notes')).toHaveLength(1)
})

test('notes of a model that reads in other parts are not reused', async () => {
  const first = await app.jobIn('done', await app.summarise())
  app.engine = new FakeEngine(131_072)
  app.open()
  const made = repeat(first, { form: 'sections' })
  expect(made.parts.total).toBe(0)
  await app.jobIn('done', made.id)
  expect(stepsAsked()).toContain('notes')
})

test('a kill after another form was asked for keeps the notes', async () => {
  const first = await app.jobIn('done', await app.summarise())
  app.engine.answer = (_, signal) => untilAborted(signal)
  const made = repeat(first, { form: 'sections' })
  app.killAndOpenAgain()
  await app.jobIn('done', made.id)
  expect(stepsAsked()).not.toContain('notes')
})

test('a summary is shown as it is written, and only in its last step', async () => {
  const done = await app.jobIn('done', await app.summarise())
  const running = app.jobChanges.filter(({ state }) => state === 'running')
  const shown = running.filter(({ summary }) => summary.length > 0)
  expect(shown.length).toBeGreaterThan(0)
  for (const { parts, summary } of shown) {
    expect(parts.done).toBe(parts.total)
    // What was not measured yet has no mark.
    expect(summary.every(({ support }) => support === undefined)).toBe(true)
  }
  // Only the last line may be missing; of more points than a summary has, some are left out at its end.
  const written = shown.at(-1)?.summary.map(({ text }) => text)
  expect(written).toEqual(expect.arrayContaining(done.summary.slice(0, -1).map(({ text }) => text)))
})

import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../store/open-store.js'
import { end, saying, TestApp, text, untilCancelled } from '../testing/test-app.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const questions = (id: string) =>
  app.store.messages.path(id).flatMap((message) => (message.role === 'user' ? [message.text] : []))
const waiting = (id: string) => app.queued.of(id).map((message) => message.text)
const beginEndless = () => {
  app.script = untilCancelled([text('answer', 'On and on')])
  return app.replies.send(null, 'First').conversationId
}
/** Begins a reply that ends when the returned function is called. */
function beginHeld() {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  app.script = async function* () {
    await held
    yield text('answer', 'Done.')
    yield end
  }
  const { conversationId } = app.replies.send(null, 'First')
  return { conversationId, release }
}

test('messages that wait are sent one after another, in their order, each after the reply before it', async () => {
  const { conversationId, release } = beginHeld()
  app.queued.add(conversationId, 'Second')
  app.queued.add(conversationId, 'Third')
  expect(questions(conversationId)).toEqual(['First'])
  app.script = saying('Yes.')
  release()
  await app.until(() => app.runs.isIdle)
  expect(questions(conversationId)).toEqual(['First', 'Second', 'Third'])
  expect(waiting(conversationId)).toEqual([])
  expect(app.requests).toHaveLength(3)
})

test('it takes the draft’s place, and what is written and attached meanwhile stays where it is', async () => {
  const { conversationId, release } = beginHeld()
  app.store.drafts.save(conversationId, 'Second')
  app.queued.add(conversationId, 'Second')
  expect(app.store.drafts.load(conversationId)).toBe('')
  app.store.drafts.save(conversationId, 'Half a thought')
  release()
  await app.until(() => app.runs.isIdle)
  expect(questions(conversationId)).toEqual(['First', 'Second'])
  expect(app.store.drafts.load(conversationId)).toBe('Half a thought')
})

test('after Stop and after a failure they wait until the user sends them', async () => {
  const conversationId = beginEndless()
  app.queued.add(conversationId, 'Second')
  await app.runs.stop(conversationId)
  expect([questions(conversationId), waiting(conversationId)]).toEqual([['First'], ['Second']])
  app.script = saying('Yes.')
  app.queued.sendNext(conversationId)
  await app.until(() => app.runs.isIdle)
  expect([questions(conversationId), waiting(conversationId)]).toEqual([['First', 'Second'], []])
})

test('one that is taken back goes into the draft, after what stands there, and is not sent', async () => {
  const { conversationId, release } = beginHeld()
  app.queued.add(conversationId, 'Second')
  app.store.drafts.save(conversationId, 'Before')
  const [message] = app.queued.of(conversationId)
  expect(app.queued.takeBack(message?.id ?? '')).toBe('Second')
  expect(app.store.drafts.load(conversationId)).toBe('Before\n\nSecond')
  expect(() => app.queued.takeBack(message?.id ?? '')).toThrow('no longer waits')
  release()
  await app.until(() => app.runs.isIdle)
  expect(questions(conversationId)).toEqual(['First'])
})

test('one whose turn comes while it can’t be sent waits on, and says why', async () => {
  const { conversationId, release } = beginHeld()
  app.queued.add(conversationId, 'Second')
  app.store.conversations.trash(conversationId)
  release()
  await app.until(() => app.runs.isIdle)
  expect(waiting(conversationId)).toEqual(['Second'])
  expect(app.unsaved).toEqual([expect.stringContaining('in the Trash')])
})

test('they are there after a restart, and the app sends none while it quits', async () => {
  const { conversationId, release } = beginHeld()
  app.queued.add(conversationId, 'Second')
  app.queued.close()
  release()
  await app.until(() => app.runs.isIdle)
  app.store.close()
  app.store = openStore(app.folder)
  expect(app.store.queued.list(conversationId)).toMatchObject([{ text: 'Second' }])
  expect(app.store.messages.path(conversationId)).toHaveLength(2)
})

const step = fc.oneof(
  fc.record({ does: fc.constant('add' as const), text: fc.string({ minLength: 1, maxLength: 8 }) }),
  fc.record({ does: fc.constantFrom('done' as const, 'stop' as const, 'send' as const, 'take' as const) }),
)

test('whatever happens, each message is sent once, waits, or was taken back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const before = app.requests.length
      let release = () => {}
      app.script = async function* (_, signal) {
        await new Promise<void>((resolve) => {
          release = resolve
          signal.addEventListener('abort', () => resolve())
        })
        yield { ...end, reason: signal.aborted ? 'cancelled' : 'stop' }
      }
      const { conversationId: id } = app.replies.send(null, 'first')
      const added = ['first']
      const taken: string[] = []
      const settle = () => app.until(() => app.runs.isIdle || app.requests.length - before === sent().length)
      const sent = () => app.store.messages.path(id).flatMap((each) => (each.role === 'user' ? [each.text] : []))
      for (const [index, each] of steps.entries()) {
        await settle()
        const [first] = app.queued.of(id)
        if (each.does === 'add') {
          const words = `${each.text} ${index}`
          added.push(words)
          app.queued.add(id, words)
        } else if (each.does === 'done') release()
        else if (each.does === 'stop') await app.runs.stop(id)
        else if (each.does === 'take' && first) taken.push(app.queued.takeBack(first.id))
        else if (!app.runs.isRunning(id)) app.queued.sendNext(id)
        await new Promise((resolve) => setImmediate(resolve))
      }
      await settle()
      const all = [...sent(), ...app.queued.of(id).map((each) => each.text), ...taken]
      expect(all.toSorted()).toEqual(added.toSorted())
      for (const each of app.queued.of(id)) app.queued.remove(each.id)
      await app.runs.stop(id)
    }),
    { numRuns: 30 },
  )
})

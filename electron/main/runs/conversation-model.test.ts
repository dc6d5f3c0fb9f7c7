import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestApp } from '../testing/test-app.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const ids = (conversationId: string) => app.store.messages.path(conversationId).map(({ id }) => id)

test('a conversation keeps its model, a new one takes the last choice, and “try again with” chooses for both', async () => {
  app.otherModels.push('Test', 'Other', 'Third')
  const first = await app.ask(null, 'Hello')
  app.replies.chooseModel(first.conversationId, 'Other')
  const again = await app.ask(first.conversationId, 'And?')
  expect(again).toMatchObject({ model: 'Other', recipe: { modelId: 'Other' } })
  app.replies.regenerate(again.id, { modelId: 'Third' })
  await app.runs.finished(first.conversationId)
  const second = await app.ask(null, 'Hello')
  expect(second.model).toBe('Third')
  app.chosen = { id: 'Test', name: 'Test' }
  expect((await app.ask(second.conversationId, 'And?')).model).toBe('Third')
  expect((await app.ask(null, 'Hello')).model).toBe('Test')
  expect(app.store.conversations.get(first.conversationId).model).toEqual({ id: 'Third', name: 'Third' })
})

test('where the model of a conversation left the list, nothing is stored until another one is chosen', async () => {
  app.otherModels.push('Test', 'Gone')
  const first = await app.ask(null, 'Hello')
  app.replies.chooseModel(first.conversationId, 'Gone')
  app.otherModels.pop()
  app.model = { ...app.model, id: 'Test', name: 'Test' }
  const before = ids(first.conversationId)
  const gone = { code: 'model-missing', message: expect.stringMatching(/Gone, is no longer in the list. Choose/) }
  expect(() => app.replies.send(first.conversationId, 'And?')).toThrowError(expect.objectContaining(gone))
  expect(() => app.replies.regenerate(first.id)).toThrowError(expect.objectContaining(gone))
  expect(ids(first.conversationId)).toEqual(before)
  app.replies.chooseModel(first.conversationId, 'Test')
  expect((await app.ask(first.conversationId, 'And?')).model).toBe('Test')
})

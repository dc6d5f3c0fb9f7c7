import { beforeEach, expect, test } from 'vitest'

/** The stores with a main process that replies when the test says so. */

interface Call {
  readonly name: string
  readonly args: readonly unknown[]
  readonly confirm: (value?: unknown) => void
  readonly refuse: (code: string) => void
}

const calls: Call[] = []
const listeners = new Map<string, (event: unknown) => void>()
const byName = <T>(make: (name: string) => T) => new Proxy({}, { get: (_, name) => make(String(name)) })

Object.assign(globalThis, {
  window: {
    matchMedia: () => ({ matches: false, addEventListener() {} }),
    parley: {
      platform: 'linux',
      request: byName((name) => (...args: unknown[]) => {
        return new Promise((resolve) => {
          calls.push({
            name,
            args,
            confirm: (value) => resolve({ ok: true, value }),
            refuse: (code) => resolve({ ok: false, code, message: 'Refused.' }),
          })
        })
      }),
      on: byName((name) => (listener: (event: unknown) => void) => {
        listeners.set(name, listener)
        return () => {}
      }),
      open: byName(() => () => () => {}),
    },
  },
})

const conversations = await import('./conversations.js')
const { undoNewest } = await import('./undo.js')
const { trashConversation } = await import('./trash.js')
const { useConversations, sendMessage, stopReply, openConversation, newConversation, isReplying } = conversations

const row = (id: string, updatedAt: number) => ({ id, title: id, updatedAt, isUnread: false, isBusy: false })
const last = (name: string) => {
  const call = calls.findLast((other) => other.name === name)
  if (!call) throw new Error(`Main was not asked to ${name}.`)
  return call
}
const count = (name: string) => calls.filter((call) => call.name === name).length
/** Until every promise that has been settled has told its followers. */
const settled = () => new Promise((resolve) => setImmediate(resolve))
const idsOf = (list: 'conversations' | 'trash') => useConversations.getState()[list].map(({ id }) => id)
const steps = {
  order: () => useConversations.getState().conversations,
  onLeave: (change: () => void) => change(),
  onReturn: (change: () => void) => change(),
}

beforeEach(async () => {
  useConversations.setState({ conversations: [], trash: [] })
  void conversations.followConversations()
  last('listConversations').confirm([row('a', 3), row('b', 2)])
  last('listTrash').confirm([])
  await settled()
  openConversation('b')
  openConversation('a')
  calls.length = 0
})

test('a Stop before main confirms the message stops that reply, and no later one', async () => {
  const first = sendMessage('one')
  stopReply()
  const before = count('stopReply')
  last('sendMessage').confirm({ conversationId: 'a', messageId: 'm1' })
  await first
  expect(count('stopReply')).toBe(before + 1)
  stopReply()
  const stops = count('stopReply')
  const second = sendMessage('two')
  last('sendMessage').confirm({ conversationId: 'a', messageId: 'm2' })
  await second
  expect(count('stopReply')).toBe(stops)
})

test('Stop ends the wait for a message that never reaches the transcript', async () => {
  const sent = sendMessage('one')
  last('sendMessage').confirm({ conversationId: 'a', messageId: 'm1' })
  await sent
  expect(isReplying(useConversations.getState())).toBe(true)
  stopReply()
  expect(isReplying(useConversations.getState())).toBe(false)
})

test('a refused message leaves the conversation ready for the next one', async () => {
  const sent = sendMessage('one')
  last('sendMessage').refuse('disk-full')
  await expect(sent).rejects.toMatchObject({ code: 'disk-full' })
  expect(isReplying(useConversations.getState())).toBe(false)
})

test('a refused move to the Trash puts the row back and leaves whoever has gone on', async () => {
  trashConversation('a', steps)
  newConversation()
  last('trashConversation').refuse('disk-full')
  await settled()
  expect(idsOf('conversations')).toEqual(['a', 'b'])
  expect(useConversations.getState().openId).toBe(null)
})

test('a refused Undo shows the conversation in the Trash again', async () => {
  trashConversation('a', steps)
  last('trashConversation').confirm()
  await settled()
  undoNewest()
  last('restoreConversation').refuse('disk-full')
  await settled()
  expect(idsOf('trash')).toEqual(['a'])
  expect(idsOf('conversations')).toEqual(['b'])
})

test('a conversation that was removed for good can no longer be brought back by Undo', async () => {
  trashConversation('a', steps)
  last('trashConversation').confirm()
  listeners.get('conversationsRemoved')?.(['a'])
  await settled()
  while (undoNewest()) await settled()
  expect(count('restoreConversation')).toBe(0)
  expect(idsOf('conversations')).toEqual(['b'])
})

test('between the confirmation of a message and its reply the conversation is busy all the time', async () => {
  const sent = sendMessage('one')
  const states: boolean[] = []
  const unsubscribe = useConversations.subscribe((state) => states.push(isReplying(state)))
  last('sendMessage').confirm({ conversationId: 'a', messageId: 'm1' })
  await sent
  unsubscribe()
  expect(states).not.toContain(false)
  stopReply()
})

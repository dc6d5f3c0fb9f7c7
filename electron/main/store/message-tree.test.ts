import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { recipeFrom } from '../runs/recipe.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import type { Store } from './store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const recipe = recipeFrom(initialSettings.defaults)

const kinds = ['exchange', 'document', 'again', 'edit', 'continue', 'write', 'choose', 'restart'] as const
type Step = { readonly kind: (typeof kinds)[number]; readonly of: number }
const plans = fc.array(fc.record({ kind: fc.constantFrom(...kinds), of: fc.nat({ max: 60 }) }), { maxLength: 30 })

interface Node {
  readonly id: string
  readonly parent: string | null
  readonly role: 'user' | 'assistant' | 'document'
  readonly text: string
}

/** The simplest possible tree: the child last shown below each message. */
class Model {
  readonly nodes: Node[] = []
  readonly #chosen = new Map<string | null, string>()

  add(node: Node): void {
    this.nodes.push(node)
    this.choose(node.id)
  }

  choose(id: string): void {
    for (let at = this.#node(id); at; at = this.#node(at.parent)) this.#chosen.set(at.parent, at.id)
  }

  path(): readonly Node[] {
    const path: Node[] = []
    for (let at = this.#node(this.#chosen.get(null)); at; at = this.#node(this.#chosen.get(at.id))) path.push(at)
    return path
  }

  siblings({ parent }: Node): readonly Node[] {
    return this.nodes.filter((node) => node.parent === parent)
  }

  #node(id: string | null | undefined): Node | undefined {
    return this.nodes.find((node) => node.id === id)
  }
}

/** Finishes the reply with this text. */
function end(store: Store, id: string, text: string): void {
  store.messages.appendReply(id, 'answer', text)
  store.messages.finishReply(id, { state: 'done' })
}

/** Does one step in the store and in the model. */
function doStep(store: Store, conversationId: string, model: Model, { kind, of }: Step, turn: number): void {
  const { messages } = store
  const pick = (role: Node['role']) => {
    const all = model.nodes.filter((node) => node.role === role)
    return all[of % Math.max(1, all.length)]
  }
  const text = `turn ${turn}`
  const answer = `answer ${turn}`
  const leaf = model.path().at(-1)?.id ?? null
  switch (kind) {
    case 'exchange': {
      const { user, reply } = messages.addExchange(conversationId, text, 'tiny', recipe)
      end(store, reply.id, answer)
      model.add({ id: user.id, parent: leaf, role: 'user', text })
      model.add({ id: reply.id, parent: user.id, role: 'assistant', text: answer })
      return
    }
    case 'document': {
      const { id } = messages.addDocument(conversationId, `job-${turn}`)
      model.add({ id, parent: leaf, role: 'document', text: '' })
      return
    }
    case 'edit': {
      const old = pick('user')
      if (!old) return
      const { user, reply } = messages.editExchange(old.id, text, 'tiny', recipe)
      end(store, reply.id, answer)
      model.add({ id: user.id, parent: old.parent, role: 'user', text })
      model.add({ id: reply.id, parent: user.id, role: 'assistant', text: answer })
      return
    }
    case 'choose': {
      const node = model.nodes[of % Math.max(1, model.nodes.length)]
      if (!node) return
      messages.choose(node.id)
      model.choose(node.id)
      return
    }
    default:
      addSibling(store, model, kind, pick('assistant'), answer)
  }
}

function addSibling(
  { messages }: Store,
  model: Model,
  kind: 'again' | 'continue' | 'write' | 'restart',
  old: Node | undefined,
  answer: string,
): void {
  if (!old) return
  const text = kind === 'continue' ? old.text + answer : answer
  const add = {
    again: () => messages.addVersion(old.id, 'tiny', recipe),
    continue: () => messages.addContinuation(old.id, 'tiny', recipe),
    write: () => messages.editReply(old.id, text),
    restart: () => {
      const { id } = messages.addVersion(old.id, 'tiny', recipe)
      messages.finishReply(id, { state: 'failed', error: { code: 'engine-gone', message: 'Gone.' } })
      return messages.restartReply(id, 'tiny', recipe)
    },
  }[kind]()
  if (kind !== 'write') {
    messages.appendReply(add.id, 'answer', answer)
    messages.finishReply(add.id, { state: 'done' })
  }
  model.add({ id: add.id, parent: old.parent, role: 'assistant', text })
}

function check({ messages }: Store, conversationId: string, model: Model): void {
  const path = messages.path(conversationId)
  expect(path.map(({ id }) => id)).toEqual(model.path().map(({ id }) => id))
  // A window gets the ids of all, and the messages in pieces, with their places among the versions.
  const ids = messages.pathIds(conversationId)
  const half = ids.length >> 1
  expect([...messages.these(ids.slice(0, half)), ...messages.these(ids.slice(half))]).toEqual(path)
  for (const node of model.nodes) {
    const message = messages.get(node.id)
    expect(message.parentId).toBe(node.parent)
    if (message.role !== 'document') expect(message.text).toBe(node.text)
    const siblings = model.siblings(node)
    const index = siblings.indexOf(node)
    expect(message.versions).toEqual(
      siblings.length < 2
        ? undefined
        : {
            index: index + 1,
            count: siblings.length,
            ...(index > 0 && { previousId: siblings[index - 1]?.id }),
            ...(index + 1 < siblings.length && { nextId: siblings[index + 1]?.id }),
          },
    )
  }
}

test('after any edits, new versions and version changes, nothing is lost and the chosen path is the one last shown', () => {
  fc.assert(
    fc.property(plans, fc.nat({ max: 30 }), (plan, restartAt) => {
      const model = new Model()
      const { id } = fixture.store.conversations.create('tree')
      for (const [turn, step] of plan.entries()) {
        if (turn === restartAt) fixture.reopen()
        doStep(fixture.store, id, model, step, turn)
        // After each step, because a path is made from the one before.
        expect(fixture.store.messages.pathIds(id)).toEqual(model.path().map((node) => node.id))
      }
      check(fixture.store, id, model)
      check(fixture.reopen(), id, model)
    }),
    { numRuns: 25 },
  )
})

test('the path before a message excludes the message and does not depend on the chosen path', () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('ways')
  const first = messages.addExchange(id, 'one', 'tiny', recipe)
  const second = messages.addExchange(id, 'two', 'tiny', recipe)
  messages.editExchange(first.user.id, 'other', 'tiny', recipe)
  expect(messages.before(second.reply.id).map((message) => message.id)).toEqual([
    first.user.id,
    first.reply.id,
    second.user.id,
  ])
  expect(messages.before(first.user.id)).toEqual([])
})

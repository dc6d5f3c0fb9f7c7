import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import { recipeFrom } from './recipe.js'
import { type Fork, forksOf, type MessageLink, versionTree } from './version-tree.js'

const linksOf = (parents: readonly number[]): readonly MessageLink[] =>
  parents.map((parent, at) => ({ id: `${at}`, parentId: at === 0 || parent < 0 ? null : `${parent % at}` }))
const flat = (forks: readonly Fork[]): readonly Fork[] => forks.flatMap((fork) => [fork, ...flat(fork.children)])

describe('the forks of a tree', () => {
  test('are exactly the messages with siblings, and each stands below the nearest one above it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 60 }), { maxLength: 60 }), (parents) => {
        const links = linksOf(parents)
        const parentOf = new Map(links.map(({ id, parentId }) => [id, parentId]))
        const siblings = (id: string) => links.filter(({ parentId }) => parentId === parentOf.get(id)).length
        const forks = flat(forksOf(links))
        expect(forks.map(({ id }) => id).toSorted()).toEqual(
          links.flatMap(({ id }) => (siblings(id) > 1 ? [id] : [])).toSorted(),
        )
        const nearest = (id: string): string | undefined => {
          const parent = parentOf.get(id) ?? null
          return parent === null ? undefined : siblings(parent) > 1 ? parent : nearest(parent)
        }
        for (const fork of forks) for (const child of fork.children) expect(nearest(child.id)).toBe(fork.id)
        for (const root of forksOf(links)) expect(nearest(root.id)).toBeUndefined()
      }),
    )
  })

  test('of ten thousand messages with one fork are two', () => {
    const line = Array.from({ length: 10_000 }, (_, at) => at - 1)
    const links = [...linksOf(line), { id: 'other', parentId: '5000' }]
    expect(forksOf(links).map(({ id, count }) => [id, count])).toEqual([
      ['5001', 4_999],
      ['other', 1],
    ])
  })
})

describe('the versions of a conversation', () => {
  let fixture: TestStore
  beforeEach(() => {
    fixture = openTestStore()
  })
  afterEach(() => fixture.remove())

  test('say how they begin, which are shown, and what is below them', () => {
    const { conversations, messages } = fixture.store
    const { id } = conversations.create('Ferries')
    expect(versionTree(fixture.store, id)).toEqual([])
    const { user, reply } = messages.addExchange(id, 'When  does\nit leave?', 'tiny')
    messages.finishReply(reply.id, { state: 'done' })
    const { user: other } = messages.editExchange(user.id, 'Why?', 'tiny', recipeFrom(initialSettings.defaults))
    const second = messages.addVersion(messages.path(id).at(-1)?.id ?? '', 'tiny')
    expect(versionTree(fixture.store, id)).toMatchObject([
      { messageId: user.id, role: 'user', words: 'When does it leave?', isShown: false, count: 2, children: [] },
      {
        messageId: other.id,
        words: 'Why?',
        isShown: true,
        count: 1,
        children: [{ isShown: false }, { messageId: second.id, isShown: true }],
      },
    ])
    expect(() => versionTree(fixture.store, 'gone')).toThrowError(expect.objectContaining({ code: 'not-found' }))
  })
})

import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const create = (...titles: readonly string[]) => titles.map((title) => fixture.store.conversations.create(title).id)
const harbour = { id: 'h', name: 'Harbour' }

test('a folder, a pin and the Archive survive a restart, and do not change when a conversation was used', () => {
  const { conversations, folders } = fixture.store
  const [a = '', b = ''] = create('a', 'b')
  folders.save(harbour)
  folders.save({ id: 'l', name: 'Lease', parentId: 'h' })
  const before = conversations.get(a).updatedAt
  conversations.place([a, b], { folderId: 'l' })
  conversations.place([a], { isPinned: true })
  conversations.place([b], { isArchived: true })
  const store = fixture.reopen()
  expect(store.folders.list()).toEqual([harbour, { id: 'l', name: 'Lease', parentId: 'h' }])
  expect(store.conversations.get(a)).toMatchObject({ folderId: 'l', isPinned: true, updatedAt: before })
  expect(store.conversations.get(b)).toMatchObject({ folderId: 'l', isArchived: true })
  store.conversations.place([a], { folderId: null })
  store.conversations.place([a], { isPinned: false })
  expect(store.conversations.get(a)).not.toHaveProperty('folderId')
  expect(store.conversations.get(a)).not.toHaveProperty('isPinned')
})

test('when one of several conversations is gone, none of them moves', () => {
  const { conversations } = fixture.store
  const [a = ''] = create('a')
  expect(() => conversations.place([a, 'gone'], { isPinned: true })).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  )
  expect(conversations.get(a)).not.toHaveProperty('isPinned')
})

test('a folder that is gone takes no conversation, which is not lost by it', () => {
  const { conversations } = fixture.store
  const [a = ''] = create('a')
  expect(() => conversations.place([a], { folderId: 'gone' })).toThrowError(
    expect.objectContaining({ code: 'refused' }),
  )
  expect(conversations.get(a)).not.toHaveProperty('folderId')
})

test('a folder that is removed leaves its conversations and folders, in none', () => {
  const { conversations, folders } = fixture.store
  const [a = ''] = create('a')
  folders.save(harbour)
  folders.save({ id: 'l', name: 'Lease', parentId: 'h' })
  conversations.place([a], { folderId: 'h' })
  folders.remove('h')
  expect(conversations.get(a)).not.toHaveProperty('folderId')
  expect(folders.list()).toEqual([{ id: 'l', name: 'Lease' }])
})

test('folders stand in folders, but no deeper, and never in themselves', () => {
  const { folders } = fixture.store
  folders.save(harbour)
  folders.save({ id: 'l', name: 'Lease', parentId: 'h' })
  const refused = expect.objectContaining({ code: 'refused' })
  expect(() => folders.save({ id: 'x', name: 'Deep', parentId: 'l' })).toThrowError(refused)
  expect(() => folders.save({ ...harbour, parentId: 'h' })).toThrowError(refused)
  folders.save({ id: 'z', name: 'Zoo' })
  expect(() => folders.save({ ...harbour, parentId: 'z' })).toThrowError(refused)
  expect(() => folders.save({ id: 'x', name: 'Lost', parentId: 'gone' })).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  )
})

test('pages of any size are together the whole list, newest first, also where times are equal', () => {
  const { conversations } = fixture.store
  create(...'abcdefghij')
  fixture.run('UPDATE conversations SET updated_at = updated_at / 3 * 3')
  const [trashed = ''] = create('x')
  conversations.trash(trashed)
  const all = conversations.list()
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (size) => {
      const read = []
      for (let page = conversations.list(undefined, size); page.length > 0; ) {
        read.push(...page)
        page = conversations.list(page.at(-1), size)
      }
      expect(read).toEqual(all)
    }),
  )
  expect(all).toHaveLength(10)
})

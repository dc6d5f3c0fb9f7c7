import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation } from '../../contract/chat.js'
import type { Folder } from '../../contract/order.js'
import { conversationsOf, folderOfKey, keyOfFolder, sidebarSections } from './sidebar-rows.js'

const now = new Date(2026, 2, 30)
const folders: readonly Folder[] = [
  { id: 'h', name: 'Harbour' },
  { id: 'l', name: 'Lease', parentId: 'h' },
  { id: 'z', name: 'Zoo' },
]
const conversation = (id: string, more: Partial<Conversation> = {}): Conversation => ({
  id,
  title: id,
  updatedAt: now.getTime(),
  isBusy: false,
  isUnread: false,
  ...more,
})
const view = { sort: 'used', closedFolders: [] } as const
const shown = (conversations: readonly Conversation[], closedFolders: readonly string[] = []) =>
  sidebarSections({ conversations, folders, view: { ...view, closedFolders }, now }).map(({ label, rows }) => [
    label,
    rows.map(
      (row) =>
        '  '.repeat(row.depth) + (row.kind === 'folder' ? `${row.folder.name} (${row.count})` : row.conversation.id),
    ),
  ])

const filed = [
  conversation('a', { folderId: 'l' }),
  conversation('b', { folderId: 'h' }),
  conversation('c', { isPinned: true, folderId: 'h' }),
  conversation('d'),
  conversation('e', { isArchived: true }),
  conversation('f', { folderId: 'gone' }),
]

test('pinned ones come first, then folders with what they hold, then the rest by date', () => {
  expect(shown(filed)).toEqual([
    ['Pinned', ['c']],
    ['Folders', ['Harbour (2)', '  Lease (1)', '    a', '  b', 'Zoo (0)']],
    ['Today', ['d', 'f']],
  ])
})

test('a closed folder hides what it holds, also its folders', () => {
  expect(shown(filed, ['h'])[1]).toEqual(['Folders', ['Harbour (2)', 'Zoo (0)']])
})

test('by title, numbers count as numbers and case does not matter', () => {
  const list = ['Minutes 10', 'lease', 'Minutes 9'].map((title, index) => conversation(String(index), { title }))
  const sections = sidebarSections({ conversations: list, folders: [], view: { ...view, sort: 'title' }, now })
  expect(conversationsOf(sections).map(({ title }) => title)).toEqual(['lease', 'Minutes 9', 'Minutes 10'])
})

test('each conversation outside the Archive stands in exactly one place, whatever its folder and pin', () => {
  const one = fc.record({
    folderId: fc.constantFrom(undefined, 'h', 'l', 'z', 'gone'),
    isPinned: fc.boolean(),
    isArchived: fc.boolean(),
    age: fc.nat({ max: 900 }),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), fc.constantFrom('used' as const, 'title' as const), (all, sort) => {
      const list = all
        .toSorted((a, b) => a.age - b.age)
        .map(({ age, ...more }, index) =>
          conversation(String(index), { ...more, updatedAt: now.getTime() - age * 86_400_000 }),
        )
      const sections = sidebarSections({ conversations: list, folders, view: { sort, closedFolders: [] }, now })
      const ids = conversationsOf(sections).map(({ id }) => id)
      expect(ids.toSorted()).toEqual(
        list
          .filter(({ isArchived }) => !isArchived)
          .map(({ id }) => id)
          .toSorted(),
      )
      const keys = sections.flatMap(({ rows }) => rows.map(({ key }) => key))
      expect(new Set(keys).size).toBe(keys.length)
    }),
  )
})

test('the key of a folder is told from that of a conversation', () => {
  expect([folderOfKey(keyOfFolder('h')), folderOfKey('h')]).toEqual(['h', undefined])
})

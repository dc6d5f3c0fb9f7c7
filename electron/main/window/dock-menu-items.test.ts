import { expect, test } from 'vitest'
import type { Conversation } from '../../../contract/chat.js'
import { dockMenuItems, maxInDock } from './dock-menu-items.js'

const did: string[] = []
const actions = {
  send: (command: string) => did.push(command),
  openWindow: () => did.push('window'),
  open: (id: string) => did.push(`open ${id}`),
  stop: (id: string) => did.push(`stop ${id}`),
}
const conversation = (id: string, isBusy = false): Conversation => ({
  id,
  title: `Title ${id}`,
  updatedAt: 0,
  isBusy,
  isUnread: false,
})
const labels = (conversations: readonly Conversation[]) =>
  dockMenuItems(conversations, actions).map(({ label, type }) => label ?? type)

test('the Dock lists the newest conversations, New Chat, New Window, and Stop only while a reply is made', () => {
  expect(labels([])).toEqual(['New Chat', 'New Window'])
  expect(labels([conversation('a'), conversation('b', true)])).toEqual([
    'Title a',
    'Title b',
    'separator',
    'New Chat',
    'New Window',
    'Stop',
  ])
  const many = Array.from({ length: 30 }, (_, index) => conversation(String(index)))
  expect(labels(many)).toHaveLength(maxInDock + 3)
  for (const { click } of dockMenuItems([conversation('a', true), conversation('b')], actions)) {
    click?.(undefined as never, undefined, undefined as never)
  }
  expect(did).toEqual(['open a', 'open b', 'new-conversation', 'window', 'stop a'])
})

import { expect, test } from 'vitest'
import { openTestStore } from '../testing/test-store.js'

test('tasks are kept in their order, changed in their place, and removed', () => {
  const fixture = openTestStore()
  const { tasks } = fixture.store
  const letter = { id: 'a', name: 'Letter', prompt: 'Write to {client}.' }
  tasks.save(letter)
  tasks.save({ id: 'b', name: 'A note', prompt: 'Note' })
  tasks.save({ ...letter, prompt: 'Write to {court}.' })
  expect(fixture.reopen().tasks.list()).toEqual([
    { ...letter, prompt: 'Write to {court}.' },
    { id: 'b', name: 'A note', prompt: 'Note' },
  ])
  fixture.store.tasks.remove('a')
  expect(fixture.store.tasks.list().map(({ id }) => id)).toEqual(['b'])
  fixture.remove()
})

test('a window can not fill the disk with tasks', () => {
  const fixture = openTestStore()
  for (let index = 0; index < 200; index++) fixture.store.tasks.save({ id: `t${index}`, name: 'N', prompt: 'P' })
  expect(() => fixture.store.tasks.save({ id: 'more', name: 'N', prompt: 'P' })).toThrow('Remove one')
  fixture.store.tasks.save({ id: 't3', name: 'Changed', prompt: 'P' })
  fixture.remove()
})

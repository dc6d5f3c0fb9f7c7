import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import { Inheritance } from './inheritance.js'

let fixture: TestStore
let inheritance: Inheritance
beforeEach(() => {
  fixture = openTestStore()
  inheritance = new Inheritance(fixture.store, () => initialSettings.defaults)
})
afterEach(() => fixture.remove())

const { defaults } = initialSettings
const begin = () => fixture.store.conversations.create('A conversation', defaults).id
const put = (id: string, folderId: string | null) => fixture.store.conversations.place([id], { folderId })
const project = (id: string, settings: Partial<typeof defaults>, parentId?: string) =>
  fixture.store.folders.save({ id, name: id, ...(parentId && { parentId }), project: { settings } })

test('a conversation has the values of its project while it is in the folder, and no copy of them', () => {
  project('harbour', { instructions: 'Be brief.', effort: 'high' })
  const id = begin()
  put(id, 'harbour')
  expect(inheritance.settingsOf(id)).toEqual({ ...defaults, instructions: 'Be brief.', effort: 'high' })
  project('harbour', { instructions: 'Be long.' })
  expect(inheritance.settingsOf(id)).toEqual({ ...defaults, instructions: 'Be long.' })
  put(id, null)
  expect(inheritance.settingsOf(id)).toEqual(defaults)
})

test('what is set in the conversation wins, also when it is as the project had it later, and only that', () => {
  project('harbour', { instructions: 'Be brief.', effort: 'high' })
  const id = begin()
  put(id, 'harbour')
  inheritance.change(id, { ...inheritance.settingsOf(id), effort: 'low' })
  project('harbour', { instructions: 'Be long.', effort: 'medium' })
  expect(inheritance.settingsOf(id)).toEqual({ ...defaults, instructions: 'Be long.', effort: 'low' })
  put(id, null)
  expect(inheritance.settingsOf(id)).toEqual({ ...defaults, effort: 'low' })
  put(id, 'harbour')
  inheritance.inherit(id, ['effort'])
  expect(inheritance.settingsOf(id)).toEqual({ ...defaults, instructions: 'Be long.', effort: 'medium' })
})

test('the inner folder wins over the one around it, value by value', () => {
  project('harbour', { instructions: 'Be brief.', temperature: 0 })
  project('leases', { instructions: 'Name the clause.' }, 'harbour')
  const id = begin()
  put(id, 'leases')
  expect(inheritance.settingsOf(id)).toEqual({ ...defaults, instructions: 'Name the clause.', temperature: 0 })
})

test('in a conversation of an earlier version, what differs from the defaults was set in it', () => {
  const id = fixture.store.conversations.create('Old', { ...defaults, effort: 'low' }).id
  project('harbour', { instructions: 'Be brief.', effort: 'high' })
  put(id, 'harbour')
  expect(inheritance.settingsOf(id)).toEqual({ ...defaults, instructions: 'Be brief.', effort: 'low' })
})

test('the model of a project is used until one is chosen in the conversation', () => {
  const model = { id: 'm', name: 'Model' }
  fixture.store.folders.save({ id: 'harbour', name: 'Harbour', project: { settings: {}, model } })
  const id = begin()
  put(id, 'harbour')
  expect(inheritance.modelOf(id)).toEqual(model)
  inheritance.setOwnModel(id)
  expect(inheritance.modelOf(id)).toBeUndefined()
  expect(fixture.store.conversations.get(id).ownsModel).toBe(true)
})

test('a damaged field of a stored project costs that field alone, and a folder that is renamed keeps its project', () => {
  project('harbour', { instructions: 'Be brief.' })
  fixture.run(
    'UPDATE folders SET settings = ?',
    JSON.stringify({ settings: { instructions: 'Be brief.', effort: 7, later: 1 }, preset: 3, later: true }),
  )
  const [folder] = fixture.reopen().folders.list()
  expect(folder).toEqual({ id: 'harbour', name: 'harbour', project: { settings: { instructions: 'Be brief.' } } })
  if (folder) fixture.store.folders.save({ ...folder, name: 'Port' })
  expect(fixture.store.folders.list()).toMatchObject([
    { name: 'Port', project: { settings: { instructions: 'Be brief.' } } },
  ])
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const settings = { ...initialSettings.defaults, instructions: 'Be brief.', temperature: 0.2 }
const names = () => fixture.store.presets.list().map(({ name }) => name)

test('presets are sorted by name, and a name in another case replaces the preset', () => {
  const { presets } = fixture.store
  presets.save('writing', settings)
  presets.save('Law', settings)
  const { preset: again, replaced } = presets.save('Writing', { ...settings, seed: 7 })
  expect(replaced).toEqual({ id: again.id, name: 'writing', settings })
  expect(fixture.reopen().presets.list()).toMatchObject([
    { name: 'Law', settings },
    { id: again.id, name: 'Writing', settings: { ...settings, seed: 7 } },
  ])
})

test('numbers in preset names sort by value', () => {
  for (const name of ['Draft 10', 'Draft 2', 'Draft 1']) fixture.store.presets.save(name, settings)
  expect(names()).toEqual(['Draft 1', 'Draft 2', 'Draft 10'])
})

test('a preset cannot be renamed to the name of another one, but can change the case of its own', () => {
  const { presets } = fixture.store
  const law = presets.save('Law', settings).preset
  presets.save('Letters', settings)
  expect(() => presets.rename(law.id, 'letters')).toThrowError(expect.objectContaining({ code: 'refused' }))
  presets.rename(law.id, 'LAW')
  expect(names()).toEqual(['LAW', 'Letters'])
  presets.remove(law.id)
  expect(names()).toEqual(['Letters'])
  expect(() => presets.rename(law.id, 'Gone')).toThrowError(expect.objectContaining({ code: 'not-found' }))
})

test.each([
  ['É', 'é'],
  ['\u00e9', 'e\u0301'],
  ['Straße', 'STRASSE'],
])('%s and %s are the same name', (first, second) => {
  const { presets } = fixture.store
  const { preset } = presets.save(first, settings)
  expect(presets.save(second, settings)).toMatchObject({ preset: { id: preset.id }, replaced: { id: preset.id } })
  expect(names()).toHaveLength(1)
})

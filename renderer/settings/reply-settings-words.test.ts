import { expect, test } from 'vitest'
import type { Setting, SettingValue } from '../../contract/setting.js'
import { initialSettings, type ReplySettings, replySettingNames, replySettings } from '../../contract/settings.js'
import { allEffortNames } from '../ui/efforts.js'
import { effortHint, isSame, replySettingsInWords } from './reply-settings-words.js'

const own = initialSettings.defaults
const inWords = (settings: ReplySettings) => replySettingsInWords(settings, allEffortNames)

test('a model without efforts shows none, except one that was chosen for another model', () => {
  expect(replySettingsInWords({ ...own, temperature: 0 }, [])).toBe('temperature 0')
  expect(replySettingsInWords(own, [])).toBe('The model’s defaults')
  expect(replySettingsInWords({ ...own, effort: 'high' }, [])).toBe('High effort')
})

test('for a model that only thinks or does not, the effort has its words', () => {
  const words = (effort: ReplySettings['effort']) => replySettingsInWords({ ...own, effort }, ['low', 'medium'])
  expect([words('low'), words('medium'), words('high')]).toEqual(['Answer at once', 'Think first', 'Think first'])
})

test('the hint says what the default effort is to the chosen model, if that has not all of them', () => {
  const model = { id: 'x', name: 'Small', isDemo: false, isMissing: false, isAdded: true }
  expect(effortHint({ ...model, efforts: [] })).toMatch(/^Small has no effort/)
  expect(effortHint({ ...model, efforts: ['low', 'medium'] })).toMatch(/^Small answers at once with Low/)
  expect(effortHint({ ...model, efforts: allEffortNames })).toBeUndefined()
  expect(effortHint(model)).toBeUndefined()
})

test('settings that are left to the model are left out, and a seed of 0 is named', () => {
  expect(inWords(own)).toBe('Medium effort')
  expect(inWords({ ...own, effort: 'low', temperature: 0, seed: 0 })).toBe('Low effort · temperature 0 · seed 0')
})

test('every set value is named, and instructions become one line', () => {
  const all: ReplySettings = {
    ...own,
    effort: 'high',
    temperature: 0.7,
    topP: 0.9,
    maxTokens: 2_048,
    seed: 7,
    minP: 0.05,
    topK: 40,
    repetitionPenalty: 1.1,
    instructions: ' Be brief.\n\nAnswer in rhymes. ',
  }
  expect(inWords(all)).toBe(
    'High effort · temperature 0.7 · top-p 0.9 · maximum length 2,048 tokens · seed 7 · min-p 0.05 · top-k 40 · repetition penalty 1.1 · “Be brief. Answer in rhymes.”',
  )
})

/** A value of the setting that is not its default. */
function otherThanDefault(setting: Setting): SettingValue {
  switch (setting.kind) {
    case 'text':
      return 'Be brief.'
    case 'choice':
      return Object.keys(setting.options).find((value) => value !== setting.default) ?? ''
    case 'number':
      return setting.max
    case 'switch':
      return !setting.default
  }
}

test.each(replySettingNames)('%s is named when it is set, and makes the settings differ', (name) => {
  const changed = { ...own, [name]: otherThanDefault(replySettings[name]) }
  expect(inWords(changed)).not.toBe(inWords(own))
  expect(isSame(own, changed)).toBe(false)
})

test('settings are the same only when every value is', () => {
  expect(isSame(own, { ...own })).toBe(true)
  for (const change of [
    { instructions: 'Be brief.' },
    { effort: 'low' },
    { temperature: 0 },
    { topP: 1 },
    { maxTokens: 1 },
    { seed: 0 },
    { minP: 0 },
    { topK: 0 },
    { repetitionPenalty: 1 },
  ] as const) {
    expect(isSame(own, { ...own, ...change }), JSON.stringify(change)).toBe(false)
  }
})

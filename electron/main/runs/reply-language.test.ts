import { expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { withReplyLanguage } from './reply-language.js'

const { defaults } = initialSettings

test('the language of replies stands behind the user’s own instructions, and “any” says nothing', () => {
  expect(withReplyLanguage(defaults, 'any')).toBe(defaults)
  expect(withReplyLanguage(defaults, 'German').instructions).toMatch(/^Always answer in German/)
  expect(withReplyLanguage({ ...defaults, instructions: 'Be brief.' }, 'French').instructions).toMatch(
    /^Be brief\.\n\nAlways answer in French/,
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { storableText } from '../../../contract/storable-text.js'
import { anyText } from '../testing/any-text.js'
import { asFiles, asReplySettings, asText } from './arguments.js'

test('a text that was accepted is stored unchanged, so the window shows what is stored', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const accepted = asText(text, 1_000_000)
      expect(accepted).toHaveLength(text.length)
      expect(storableText(accepted)).toBe(accepted)
      expect(asReplySettings({ ...initialSettings.defaults, instructions: text }).instructions).toBe(accepted)
      expect(asFiles([{ name: text, bytes: new Uint8Array() }])[0]?.name).toBe(accepted)
    }),
    { examples: [['a\0b'], ['\ud83d']] },
  )
})

import type { Setting, SettingValue } from '../../contract/setting.js'
import { type ReplySettings, replySettingNames, replySettings } from '../../contract/settings.js'
import { numberInWords } from '../ui/words.js'

/** Describes reply settings in one line. Leaves out what the model decides; texts come last. */
export function replySettingsInWords(settings: ReplySettings): string {
  const phrases = (isText: boolean) =>
    replySettingNames
      .filter((name) => (replySettings[name].kind === 'text') === isText)
      .map((name) => phraseOf(replySettings[name], settings[name]))
  return [...phrases(false), ...phrases(true)].filter((phrase) => phrase !== '').join(' · ')
}

export const isSame = (a: ReplySettings, b: ReplySettings): boolean =>
  replySettingNames.every((name) => a[name] === b[name])

/** Returns an empty string for a value that is left to the model. */
function phraseOf(setting: Setting & { readonly label: string }, value: SettingValue): string {
  const label = setting.label.toLowerCase()
  switch (setting.kind) {
    case 'text': {
      const quoted = String(value).replace(/\s+/g, ' ').trim()
      return quoted && `“${quoted}”`
    }
    case 'choice':
      return `${setting.options[String(value)]} ${label}`
    case 'number':
      return typeof value === 'number' ? `${label} ${numberInWords(value, setting.unit)}` : ''
    case 'switch':
      return value === true ? label : ''
  }
}

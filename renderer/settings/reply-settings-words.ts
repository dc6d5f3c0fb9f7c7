import { type Effort, effortLabels } from '../../contract/engine.js'
import type { KnownModel } from '../../contract/models.js'
import type { Setting, SettingValue } from '../../contract/setting.js'
import { type ReplySettings, replySettingNames, replySettings } from '../../contract/settings.js'
import { effortControl } from '../ui/efforts.js'
import { numberInWords } from '../ui/words.js'

/**
 * Describes reply settings in one line. Leaves out what the model decides; texts come last.
 * @param efforts those of the chosen model
 */
export function replySettingsInWords(settings: ReplySettings, efforts: readonly Effort[]): string {
  const phrases = (isText: boolean) =>
    replySettingNames
      .filter((name) => name !== 'effort' && (replySettings[name].kind === 'text') === isText)
      .map((name) => phraseOf(replySettings[name], settings[name]))
  const all = [effortPhrase(settings.effort, efforts), ...phrases(false), ...phrases(true)]
  return all.filter((phrase) => phrase !== '').join(' · ') || 'The model’s defaults'
}

/** For a model without efforts only one that somebody chose for another model is named. */
function effortPhrase(effort: Effort, efforts: readonly Effort[]): string {
  const control = effortControl(efforts)
  if (!control && effort === replySettings.effort.default) return ''
  if (!control || control.label === replySettings.effort.label) return phraseOf(replySettings.effort, effort)
  return control.options.find(({ value }) => value === control.optionOf(effort))?.label ?? ''
}

/** What the default effort is to a model that does not have all of them. */
export function effortHint({ name, efforts }: KnownModel): string | undefined {
  if (efforts === undefined || efforts.length === Object.keys(effortLabels).length) return undefined
  return efforts.length === 0
    ? `${name} has no effort. This is for models that have one, such as gpt-oss.`
    : `${name} answers at once with Low, and thinks first with the others.`
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

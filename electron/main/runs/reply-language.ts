import type { ReplyLanguage } from '../../../contract/reply-languages.js'
import type { ReplySettings } from '../../../contract/settings.js'

/** The settings with which a reply is made: the instructions also name the language, unless the message decides it. */
export function withReplyLanguage(settings: ReplySettings, language: ReplyLanguage): ReplySettings {
  if (language === 'any') return settings
  const sentence = `Always answer in ${language}, unless another language is asked for.`
  return { ...settings, instructions: [settings.instructions, sentence].filter((text) => text !== '').join('\n\n') }
}

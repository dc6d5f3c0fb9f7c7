import { type AssistantMessage, metOwnLimit, type Recipe, type ReplyStatistics } from '../../../contract/chat.js'
import type { Effort } from '../../../contract/engine.js'
import type { Setting, SettingValue } from '../../../contract/setting.js'
import { replySettingNames, replySettings } from '../../../contract/settings.js'
import { effortControl } from '../../ui/efforts.js'
import { duration, formatNumber, numberInWords, plural } from '../../ui/words.js'

type Row = readonly [name: string, value: string]

const endWords = {
  stop: 'The reply was complete',
  limit: 'Maximum length reached',
  length: 'Context full',
  cancelled: 'Stopped by you',
} as const

/**
 * The statistics and settings of a reply as rows, in display order. Unknown values have no row.
 * @param efforts those of the model that made it
 */
export function statisticsRows(message: AssistantMessage, efforts: readonly Effort[]): readonly Row[] {
  const { model, begunBy, recipe, statistics } = message
  return [
    ...(model === '' ? [] : [['Model', model] as const]),
    ...(begunBy === undefined ? [] : [['Started by', begunBy] as const]),
    ...(recipe ? effortRow(recipe.effort, efforts) : []),
    ...(statistics ? statisticRows(message, statistics) : []),
    ...(recipe ? settingRows(recipe) : []),
  ]
}

/** None for a model without a choice of it. */
function effortRow(effort: Effort, efforts: readonly Effort[]): readonly Row[] {
  const control = effortControl(efforts)
  const option = control?.options.find(({ value }) => value === control.optionOf(effort))
  return control && option ? [[control.label, option.label]] : []
}

/** The settings that were not left to the model, without the effort, which has a row at the top. */
function settingRows(recipe: Recipe): readonly Row[] {
  return replySettingNames
    .filter((name) => name !== 'effort')
    .flatMap((name) => {
      const { label } = replySettings[name]
      return settingWords(replySettings[name], recipe[name]).map((words) => [label, words] as const)
    })
}

/** None for a value that says nothing, and for texts, which can be long: the prompt has them. */
function settingWords(setting: Setting, value: SettingValue): readonly string[] {
  switch (setting.kind) {
    case 'number':
      return typeof value === 'number' ? [numberInWords(value, setting.unit)] : []
    case 'choice':
      return [setting.options[String(value)] ?? String(value)]
    case 'switch':
      return value === true ? ['On'] : []
    case 'text':
      return []
  }
}

function statisticRows(message: AssistantMessage, statistics: ReplyStatistics): readonly Row[] {
  const { promptTokens, cachedTokens, replyTokens, reasoningTokens, firstTokenMs, tokensPerSecond } = statistics
  const { reasoningMs, recipe } = message
  const reasoningTime =
    reasoningMs === undefined ? '' : ` in ${reasoningMs < 1_000 ? 'less than a second' : duration(reasoningMs)}`
  const endedByUser = recipe?.reasoningControl === 'ended-by-user' ? ', ended by you' : ''
  return [
    ['Prompt', `${plural(promptTokens, 'token')} (${formatNumber(cachedTokens)} from the cache)`],
    ['First token', firstTokenMs < 1_000 ? `after ${Math.round(firstTokenMs)} ms` : `after ${duration(firstTokenMs)}`],
    ...(reasoningTokens > 0
      ? [['Thinking', `${plural(reasoningTokens, 'token')}${reasoningTime}${endedByUser}`] as const]
      : []),
    ['Answer', plural(replyTokens - reasoningTokens, 'token')],
    ['Speed', `${formatNumber(Math.round(tokensPerSecond * 10) / 10)} tokens a second`],
    ['End', endWords[metOwnLimit(message) ? 'limit' : statistics.endReason]],
  ]
}

import type { AssistantMessage } from '../../../contract/chat.js'
import type { Effort } from '../../../contract/engine.js'
import { effortControl } from '../../ui/efforts.js'
import { plural } from '../../ui/words.js'

/** What tells a version from the others: who wrote it, with which effort and temperature, and how long it is. */
export function versionWords(
  { model, isEdited, recipe, statistics }: AssistantMessage,
  efforts: readonly Effort[],
): string {
  const control = effortControl(efforts)
  const effort = recipe && control?.options.find(({ value }) => value === control.optionOf(recipe.effort))?.label
  const words = [
    isEdited ? 'Edited by you' : model,
    effort && control ? `${control.label}: ${effort}` : '',
    typeof recipe?.temperature === 'number' ? `temperature ${recipe.temperature}` : '',
    statistics ? plural(statistics.replyTokens, 'token') : '',
  ]
  return words.filter((each) => each !== '').join(' · ')
}

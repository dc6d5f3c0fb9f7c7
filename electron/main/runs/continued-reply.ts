import { type AssistantMessage, metOwnLimit, type Recipe } from '../../../contract/chat.js'
import type { Continuation } from '../../../contract/engine.js'
import type { RetrySettingName } from '../../../contract/settings.js'

/** What a reply saw of documents, for its continuation, unless a cut or another model has changed the prompt since. */
export function viewsOf({ recipe }: AssistantMessage, next: Recipe): Pick<Recipe['told'], 'documents'> {
  const isSame = recipe?.told.afterId === next.told.afterId && recipe.modelId === next.modelId
  return isSame && recipe.told.documents ? { documents: recipe.told.documents } : {}
}

/** How many tokens of the earlier reasoning a continuation left out; unknown until the reply has statistics. */
export const leftOutOf = ({ statistics }: AssistantMessage) => statistics && (statistics.leftOutTokens ?? 0)

/** What the user requested for a reply. A cut before the reply does not change it. */
export function requestedIn(recipe: Recipe): Pick<Recipe, RetrySettingName | 'seed' | 'opening' | 'readsAll'> {
  const { effort, temperature, seed, readsAll } = recipe
  return { effort, temperature, seed, opening: openingOf(recipe), ...(readsAll && { readsAll }) }
}

/** The channel that a reply had to start in; undefined when the model chose. */
export function openingOf(recipe: Recipe | undefined): Continuation['channel'] | undefined {
  return recipe?.reasoningControl === 'skipped' ? 'answer' : recipe?.opening
}

/**
 * Reasoning that was cut off continues; after reasoning that the model ended itself, that the user ended, or that filled
 * the context, the answer is next.
 */
export function nextChannel(reply: AssistantMessage): Continuation['channel'] {
  const { text, recipe, statistics } = reply
  if (text !== '' || (recipe && recipe.reasoningControl !== 'model')) return 'answer'
  if (statistics?.endReason === 'stop') return 'answer'
  if (statistics?.endReason !== 'length') return 'reasoning'
  return metOwnLimit(reply) ? 'reasoning' : 'answer'
}

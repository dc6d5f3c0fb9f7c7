import { expect, test } from 'vitest'
import { isRepeatable, type Recipe } from './chat.js'

const recipe = {
  effort: 'medium',
  seed: 1,
  told: { afterId: null, summary: null, jobIds: [] },
  reasoningControl: 'model',
} as Partial<Recipe> as Recipe

test.each([
  ['without a recipe', {}, false],
  ['that was not interrupted', { recipe }, true],
  ['whose reasoning the user ended', { recipe: { ...recipe, reasoningControl: 'ended-by-user' as const } }, false],
  ['that was started without reasoning', { recipe: { ...recipe, reasoningControl: 'skipped' as const } }, true],
])('a reply %s is repeatable only if the same seed gives the same text', (_, reply, isOffered) => {
  expect(isRepeatable(reply)).toBe(isOffered)
})

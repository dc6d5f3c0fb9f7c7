import { expect, test } from 'vitest'
import { isRepeatable, type Recipe } from './chat.js'

const recipe = {
  effort: 'medium',
  seed: 1,
  told: { afterId: null, summary: null, jobIds: [] },
  reasoningControl: 'model',
} as Partial<Recipe> as Recipe

test.each([
  ['of whose recipe nothing is known', {}, false],
  ['of which is not known what it was told', { recipe: { ...recipe, told: undefined } }, false],
  ['that nobody interrupted', { recipe }, true],
  ['whose reasoning the user ended', { recipe: { ...recipe, reasoningControl: 'ended-by-user' as const } }, false],
  ['that was to answer before it began', { recipe: { ...recipe, reasoningControl: 'skipped' as const } }, true],
])('the same seed is offered, and taken, only where it says the same: a reply %s', (_, reply, isOffered) => {
  expect(isRepeatable(reply)).toBe(isOffered)
})

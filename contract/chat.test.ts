import { expect, test } from 'vitest'
import { isRepeatable, type Recipe, type ReplyStatistics } from './chat.js'

const recipe = {
  effort: 'medium',
  seed: 1,
  told: { afterId: null, summary: null, jobIds: [] },
} as Partial<Recipe> as Recipe
const ended = { isThinkingEnded: true } as ReplyStatistics

test.each([
  ['of whose recipe nothing is known', {}, false],
  ['of which is not known what it was told', { recipe: { ...recipe, told: undefined } }, false],
  ['that nobody interrupted', { recipe, statistics: {} as ReplyStatistics }, true],
  ['whose thinking the user ended', { recipe, statistics: ended }, false],
  [
    'whose thinking the user ended, cut before the engine said so',
    { recipe: { ...recipe, isThinkingEnded: true } },
    false,
  ],
  [
    'that was to answer before it began',
    { recipe: { ...recipe, opening: 'answer' as const }, statistics: ended },
    true,
  ],
])('the same seed is offered, and taken, only where it says the same: a reply %s', (_, reply, isOffered) => {
  expect(isRepeatable(reply)).toBe(isOffered)
})

/** How many of the last tokens the repetition penalty makes less likely, as in mlx-lm. */
const repetitionContext = 20

/** What a decode needs for a repetition penalty: `recentTokens` are those before its last token. */
export const repetitionOf = (recentTokens: readonly number[]) => ({
  repetitionContext,
  recentTokens: recentTokens.slice(-repetitionContext),
})

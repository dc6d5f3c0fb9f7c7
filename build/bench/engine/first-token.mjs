import { compare, interleave, roundsOf } from './figures.mjs'

const replyTokens = 8

/**
 * Milliseconds from the arrival of a prompt to its first token: cold, and warm for the same conversation with one more
 * turn, when each side has its own cache of the first prompt. The cache of mlx-lm works as in its server.
 */
export async function measureFirstToken(sides, plan) {
  const { first, second } = await sides.parley.ask('conversation', { promptTokens: plan.promptTokens })
  const turns = async (name) => {
    const side = sides[name]
    await side.ask('forget')
    const cold = await side.ask('reply', { prompt: first, count: replyTokens })
    const warm = await side.ask('reply', { prompt: second, count: replyTokens })
    return { cold, warm }
  }
  // Warms up both sides: the first prompts of a process are slower.
  const startedAt = performance.now()
  await interleave(1, turns)
  const replies = await interleave(roundsOf(plan, (performance.now() - startedAt) / 1000), turns)
  const figure = (turn, prompt) => {
    const ms = compare(
      replies.map(({ parley, mlxLm }) => ({
        parley: parley[turn].firstTokenSeconds * 1000,
        mlxLm: mlxLm[turn].firstTokenSeconds * 1000,
      })),
      'less',
    )
    const { parley, mlxLm } = replies[0]
    return {
      promptTokens: prompt.length,
      rounds: replies.length,
      parley: { ms: ms.parley, cachedTokens: parley[turn].cachedTokens },
      mlxLm: { ms: ms.mlxLm, cachedTokens: mlxLm[turn].cachedTokens },
      ratio: ms.ratio,
    }
  }
  return { cold: figure('cold', first), warm: figure('warm', second) }
}

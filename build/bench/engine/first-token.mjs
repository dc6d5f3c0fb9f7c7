import { compare, interleave, roundsOf } from './figures.mjs'

const replyTokens = 8

/**
 * Milliseconds from a prompt's arrival to its first token: cold, and for the same conversation with one turn more, when
 * each side has kept of the first prompt what it keeps. mlx-lm keeps it as its server does.
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
  // The first prompts of a process find nothing in place.
  const startedAt = performance.now()
  await interleave(1, turns)
  const answers = await interleave(roundsOf(plan, (performance.now() - startedAt) / 1000), turns)
  const figure = (turn, prompt) => {
    const ms = compare(
      answers.map(({ parley, mlxLm }) => ({
        parley: parley[turn].firstTokenSeconds * 1000,
        mlxLm: mlxLm[turn].firstTokenSeconds * 1000,
      })),
      'less',
    )
    const { parley, mlxLm } = answers[0]
    return {
      promptTokens: prompt.length,
      rounds: answers.length,
      parley: { ms: ms.parley, cachedTokens: parley[turn].cachedTokens },
      mlxLm: { ms: ms.mlxLm, cachedTokens: mlxLm[turn].cachedTokens },
      ratio: ms.ratio,
    }
  }
  return { cold: figure('cold', first), warm: figure('warm', second) }
}

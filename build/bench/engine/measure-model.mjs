import { boundOf } from './chips.mjs'
import { compare, interleave, roundsOf, spreadOf, tokensFor } from './figures.mjs'
import { measureFirstToken } from './first-token.mjs'
import { someTokens } from './tokens.mjs'

/** The size of mlx-lm's prompt chunks. */
const maxReadTokens = 2048
const maxDecodedTokens = 256
const minDecodedTokens = 8

/**
 * Measures one model on both sides at every context of the plan.
 * @param {() => { parley: Side, mlxLm: Side }} start
 */
export async function measureModel(start, folder, plan) {
  const sides = start()
  try {
    const { touchedBytes, ...ours } = await sides.parley.ask('load', { folder, contexts: plan.contexts })
    const contexts = plan.contexts.filter((context) => context <= ours.contextLength)
    // The engine computes in float32 on the CPU, so mlx-lm must do the same.
    const theirs = await sides.mlxLm.ask('load', { folder, dtype: ours.device === 'CPU' ? 'float32' : null })
    const points = []
    for (const [index, context] of contexts.entries()) {
      const { decode, ...point } = await measurePoint(sides, context, ours.vocabSize, plan)
      const speeds = { parley: decode.parley.tokensPerSecond.median, mlxLm: decode.mlxLm.tokensPerSecond.median }
      const bound = boundOf(ours.device, touchedBytes[index], speeds)
      points.push({ context, ...point, decode: { ...decode, bound } })
    }
    const firstToken = await measureFirstToken(sides, plan)
    const memory = await measureMemory(sides)
    const asItComes = ours.device === 'CPU' ? await measureInStoredType(sides.mlxLm, folder, plan) : null
    return { parley: ours, mlxLm: theirs, points, firstToken, memory, asItComes }
  } finally {
    await Promise.all(Object.values(sides).map((side) => side.close()))
  }
}

async function measurePoint(sides, context, vocabSize, plan) {
  const ids = someTokens(Math.min(context, maxReadTokens), vocabSize)
  const read = (side, count) => side.ask('read', { context, tokens: ids.slice(0, count) })
  const decode = (side, count) => side.ask('decode', { context, token: ids[0], count })
  const readings = await measure(sides, plan, plan.minTokens, ids.length, read)
  const decodings = await measure(sides, plan, minDecodedTokens, maxDecodedTokens, decode)
  return {
    prefill: speedOf(readings),
    decode: { ...speedOf(decodings), overhead: overheadOf(decodings.map(({ parley }) => parley)) },
  }
}

/**
 * The first run of each side warms it up and determines the number of tokens of a measurement. If even `minTokens` are
 * slow, there are fewer rounds.
 */
async function measure(sides, plan, minTokens, maxTokens, ask) {
  const firstRuns = [await ask(sides.parley, minTokens), await ask(sides.mlxLm, minTokens)]
  const maxSecondsPerToken = Math.max(...firstRuns.map(({ seconds, tokens }) => seconds / tokens))
  const count = tokensFor(plan.seconds, maxSecondsPerToken, minTokens, maxTokens)
  return interleave(roundsOf(plan, 2 * count * maxSecondsPerToken), async (name) => {
    const answer = await ask(sides[name], count)
    const { mlxBytes } = await sides[name].ask('memory', { reset: true })
    return { ...answer, mlxBytes }
  })
}

/** Tokens per second and MLX's peak memory. */
function speedOf(rounds) {
  const map = (value) => rounds.map(({ parley, mlxLm }) => ({ parley: value(parley), mlxLm: value(mlxLm) }))
  const { parley, mlxLm, ratio } = compare(
    map(({ seconds, tokens }) => tokens / seconds),
    'more',
  )
  const peak = (side) => Math.max(...rounds.map((round) => round[side].mlxBytes))
  return {
    tokens: rounds[0].parley.tokens,
    rounds: rounds.length,
    parley: { tokensPerSecond: parley, peakBytes: peak('parley') },
    mlxLm: { tokensPerSecond: mlxLm, peakBytes: peak('mlxLm') },
    ratio,
  }
}

/**
 * Milliseconds per token that Parley itself takes: building the graph and delivering the token. Submitting the graph and
 * waiting for it count as MLX's time.
 */
function overheadOf(decodings) {
  const perToken = (value) => spreadOf(decodings.map(({ own }) => (1000 * value(own)) / own.tokens))
  return {
    totalMs: perToken(({ buildSeconds, deliverySeconds }) => buildSeconds + deliverySeconds),
    buildMs: perToken(({ buildSeconds }) => buildSeconds),
    deliveryMs: perToken(({ deliverySeconds }) => deliverySeconds),
  }
}

/** Peak memory of both processes over the whole run. MLX's own peak is part of each point. */
async function measureMemory(sides) {
  const bytes = async (side) => (await side.ask('memory', { reset: false })).processBytes
  const parley = await bytes(sides.parley)
  const mlxLm = await bytes(sides.mlxLm)
  return { parley: { processBytes: parley }, mlxLm: { processBytes: mlxLm }, ratio: spreadOf([mlxLm / parley]).median }
}

/** For information: mlx-lm in the model's stored type, for which MLX's CPU kernels are slow. */
async function measureInStoredType(side, folder, { contexts: [context] }) {
  const { dtype } = await side.ask('load', { folder, dtype: null })
  const speed = ({ tokens, seconds }) => Number((tokens / seconds).toPrecision(4))
  const tokens = someTokens(8, 1000)
  return {
    dtype,
    context,
    prefillTokensPerSecond: speed(await side.ask('read', { context, tokens })),
    decodeTokensPerSecond: speed(await side.ask('decode', { context, token: tokens[0], count: 5 })),
  }
}

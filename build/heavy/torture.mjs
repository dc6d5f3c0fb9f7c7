import { parseArgs } from 'node:util'
import { torture as run } from '../torture/torture.mjs'

const maxLostStreamMs = 250

/** `npm run test:heavy -- torture [--cycles 10000] [--seed S]`: what `npm run torture` does, longer. */
export async function torture(args, info) {
  const options = { cycles: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } }
  const { values } = parseArgs({ args, options })
  const result = await run(info, { cycles: Number(values.cycles), seed: Number(values.seed) })
  const isGood = result.lost === 0 && result.corrupt === 0 && result.maxLostStreamMs <= maxLostStreamMs
  return { isGood, seed: Number(values.seed), ...result }
}

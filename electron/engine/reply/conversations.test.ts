import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NativeModel } from '../../../native/index.js'
import { randomModel } from '../../../native/test/random-model.js'
import { loadModel } from '../../../native/test/tiny-model.js'
import { PromptCache } from '../memory/prompt-cache.js'
import { FakeNative } from '../testing/fake-native.js'

/** `PARLEY_CACHE_RUNS=200` tries more cases. */
const runs = Number(process.env.PARLEY_CACHE_RUNS ?? 5)

const messageEnd = 63
const opening = [1, 2]
const system = [...Array.from({ length: 20 }, (_, index) => index), messageEnd]

/** A change of one of several conversations, and how its run ends. */
const step = fc.record({
  conversation: fc.integer({ min: 0, max: 2 }),
  change: fc.constantFrom('turn', 'edit', 'regenerate', 'branch'),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 130 }),
  end: fc.constantFrom('decode', 'decode', 'cancel in prefill', 'cancel in decode', 'failure'),
})
const turn = { conversation: 0, change: 'turn', at: 0, length: 100, end: 'decode' } as const
/** A fixed example in which the cache is reused, whatever the random cases do. */
const twoTurns = [turn, turn]
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const models = [
  { layers: 'sfsf', heads: 4, kvHeads: 1, headDim: 16, window: 8, contextLength: 4_000 },
  { layers: 'fs', heads: 4, kvHeads: 2, headDim: 32, window: 100, contextLength: 4_000 },
]

/** The messages of each conversation. Every message has its own pattern of tokens. */
class Conversations {
  readonly #messages: number[][][] = [[], [], []]
  #kind = 0

  /**
   * Returns the prompt after a step. Replies are rendered without their reasoning, so they differ from the decoded
   * tokens.
   */
  prompt({ conversation, change, at, length }: Step): number[] {
    const messages = this.#messages[conversation] ?? []
    const place = messages.length > 0 ? at % messages.length : 0
    if (change === 'turn') messages.push(this.#message(length), [...opening, ...this.#message(7)])
    else if (change === 'edit') messages.splice(place, messages.length, this.#message(length))
    else if (change === 'branch') this.#messages[conversation] = [...messages.slice(0, place), this.#message(length)]
    return [...system, ...(this.#messages[conversation] ?? []).flat(), ...opening]
  }

  #message(length: number): number[] {
    const kind = ++this.#kind
    return [...Array.from({ length }, (_, index) => (index * kind + kind) % 60), messageEnd]
  }
}

const greedy = { stopTokens: [], temperature: 0, topP: 1, seed: 0 }

/** Reads a prompt, or its first chunks, into the cache. */
async function readAll(cache: PromptCache, prompt: readonly number[], chunks = Number.POSITIVE_INFINITY) {
  let done = await cache.begin(prompt)
  for (let count = 0; done < prompt.length - 1 && count < chunks; count++) done = await cache.read(prompt, done)
}

async function run(native: NativeModel, cache: PromptCache, prompt: readonly number[], end: Step['end']) {
  let cached = 0
  let row: Float32Array | undefined
  try {
    cached = await cache.begin(prompt)
    let chunks = 0
    for (let done = cached; done < prompt.length - 1; ) {
      done = await cache.read(prompt, done)
      if (end === 'cancel in prefill' && ++chunks === 2) return { cached, row }
    }
    if (end === 'failure') await cache.append([9_999])
    row = await native.logits(Int32Array.of(prompt.at(-1) ?? 0))
    const request = { ...greedy, lastToken: 5, maxTokens: 30, temperature: 1 }
    await cache.decode(request, () => {
      if (end === 'cancel in decode') native.cancel()
    })
  } catch (error) {
    if (end !== 'failure') throw error
  } finally {
    await cache.end()
  }
  return { cached, row }
}

// Sums may depend on the chunk length, so the cache must be read in the chunks of a cold run. A CPU's sums may not
// show a difference.
test('whatever came before, the cache holds only the prompt, read in the chunks of a cold run', async () => {
  const budgets = fc.constantFrom(0, 2_000, 8_000, 1e9)
  const scenario = fc.asyncProperty(fc.array(step, { maxLength: 20 }), budgets, async (steps, budgetBytes) => {
    const conversations = new Conversations()
    const native = new FakeNative(1e6, 'CPU')
    const cache = new PromptCache(native, { budgetBytes, messageEnd })
    for (const next of steps) {
      const prompt = conversations.prompt(next)
      const cold = new FakeNative(1e6, 'CPU')
      await readAll(new PromptCache(cold, { budgetBytes: 1e9, messageEnd }), prompt)
      const stop = next.end === 'cancel in prefill' ? 2 : undefined
      await readAll(cache, prompt, stop)
      const { tokens, edges } = native.sequence
      expect(tokens).toEqual(prompt.slice(0, tokens.length))
      expect(edges).toEqual(cold.sequence.edges.slice(0, edges.length))
      if (stop === undefined) expect(tokens).toHaveLength(prompt.length - 1)
      native.script = [8, 9, 10]
      await cache.decode({ ...greedy, lastToken: prompt.at(-1) ?? 0, maxTokens: 3 }, () => {})
      await cache.end()
      expect(native.cacheBytes).toBeLessThanOrEqual(budgetBytes)
    }
  })
  await fc.assert(scenario, { numRuns: 200 })
})

// Truncating at the wrong token would reply to another conversation, or differently than before.
test.each(models)(
  'whatever conversations came before, the logits equal those of a cold run bit for bit: $layers',
  async (model) => {
    const folder = randomModel(model)
    const load = () => loadModel(folder)
    const cold = await load()
    let reused = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 12 }),
        fc.constantFrom(0, 100_000, 400_000, 1e9),
        async (steps, budgetBytes) => {
          const native = await load()
          const cache = new PromptCache(native, { budgetBytes, messageEnd })
          const conversations = new Conversations()
          for (const next of steps) {
            const prompt = conversations.prompt(next)
            const warm = await run(native, cache, prompt, next.end)
            expect(native.cacheBytes).toBeLessThanOrEqual(budgetBytes)
            reused += warm.cached
            if (!warm.row) continue
            const fresh = await run(cold, new PromptCache(cold, { budgetBytes: 0, messageEnd }), prompt, 'decode')
            expect(fresh.cached).toBe(0)
            expect(Buffer.from(warm.row.buffer).equals(Buffer.from(fresh.row?.buffer ?? new ArrayBuffer(0)))).toBe(true)
          }
        },
      ),
      { numRuns: runs, endOnFailure: true, examples: [[twoTurns, 1e9]] },
    )
    expect(reused).toBeGreaterThan(0)
  },
  60_000 + 20_000 * runs,
)

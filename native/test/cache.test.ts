import { beforeAll, describe, expect, it } from 'vitest'
import type { NativeModel } from '../index.js'
import { decodeAll, loadTiny, someTokens } from './tiny-model.js'

let model: NativeModel
beforeAll(async () => {
  model = await loadTiny()
})

/** Reads tokens in chunks of 50 and keeps a checkpoint after each. */
async function read(tokens: readonly number[], from = 0): Promise<void> {
  for (let done = from; done < tokens.length; done += 50) {
    await model.prefill(Int32Array.from(tokens.slice(done, done + 50)))
    await model.checkpoint()
  }
}

// The window is 128 tokens and a sliding buffer has room for 256 more, so the lengths here exceed both.
describe('a sequence', () => {
  const trunk = someTokens(600)
  const branch = [...trunk.slice(0, 150), ...someTokens(300, 5)]
  let cold: Float32Array

  beforeAll(async () => {
    await model.truncate(0)
    await read(branch.slice(0, -1))
    cold = await model.logits(Int32Array.of(branch.at(-1) ?? 0))
  })

  it('continues from a checkpoint bit for bit as if the later tokens had never been read', async () => {
    await model.truncate(0)
    await read(trunk)
    await decodeAll(model, { lastToken: 7, maxTokens: 300 })
    await model.truncate(150)
    expect(model.length).toBe(150)
    await read(branch.slice(0, -1), 150)
    expect(await model.logits(Int32Array.of(branch.at(-1) ?? 0))).toEqual(cold)
  })

  it('can be forked at a checkpoint, and both sequences continue independently', async () => {
    await model.truncate(0)
    await read(trunk)
    const first = await model.logits(Int32Array.of(5))
    await model.truncate(600)
    const fork = await model.fork(150)
    await read(branch.slice(0, -1), 150)
    expect(await model.logits(Int32Array.of(branch.at(-1) ?? 0))).toEqual(cold)
    await model.select(0)
    expect(model.length).toBe(600)
    expect(await model.logits(Int32Array.of(5))).toEqual(first)
    const both = model.cacheBytes
    await model.drop(fork)
    expect(model.cacheBytes).toBeLessThan(both * 0.75)
    await expect(model.select(fork)).rejects.toMatchObject({ code: 'refused' })
  })

  it('refuses to truncate to a length whose windows are gone', async () => {
    await model.truncate(0)
    await read(trunk)
    await decodeAll(model, { lastToken: 7, maxTokens: 300 })
    for (const length of [140, 151, 580]) {
      await expect(model.truncate(length)).rejects.toMatchObject({ code: 'refused' })
      await expect(model.fork(length)).rejects.toMatchObject({ code: 'refused' })
    }
    await model.forget(150)
    await expect(model.truncate(150)).rejects.toMatchObject({ code: 'refused' })
    expect(model.length).toBe(900)
    await model.truncate(100)
    expect(model.length).toBe(100)
  })

  it('can’t be dropped while it is selected', async () => {
    await expect(model.drop(0)).rejects.toMatchObject({ code: 'refused' })
  })

  it('keeps only the end of sliding layers', async () => {
    await model.truncate(0)
    expect(model.cacheBytes).toBe(0)
    await model.prefill(Int32Array.from(someTokens(50)))
    await model.pretend(2_000)
    // Three layers of each kind, 2 heads of 64, keys and values in float32.
    const perToken = 3 * 2 * 2 * 64 * 4
    expect(model.cacheBytes).toBe(perToken * (2_048 + 127 + 256))
  })
})

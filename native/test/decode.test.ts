import { beforeAll, describe, expect, it } from 'vitest'
import { preflight } from '../../electron/engine/folder/preflight.js'
import { openBinding } from '../../electron/engine/native-engine.js'
import type { NativeModel } from '../index.js'
import { changedModel, tinyConfig } from './model-folder.js'
import {
  addonPath,
  decodeAll,
  distance,
  loadModel,
  loadTiny,
  readPrompt,
  someTokens,
  spread,
  tinyModel,
} from './tiny-model.js'

let model: NativeModel
beforeAll(async () => {
  model = await loadTiny()
})

async function prepare(prompt: readonly number[]): Promise<number> {
  await model.truncate(0)
  await model.prefill(Int32Array.from(prompt.slice(0, -1)))
  return prompt.at(-1) ?? 0
}

describe('the cache', () => {
  it('truncates exactly: a branch has the logits of a cold run', async () => {
    const trunk = someTokens(300)
    const branch = [...trunk.slice(0, 170), ...someTokens(60, 5)]
    await prepare(trunk)
    await decodeAll(model, { lastToken: trunk[299] ?? 0, maxTokens: 40 })
    await model.truncate(170)
    const warm = await readPrompt(model, branch, { from: 170 })
    await model.truncate(0)
    const cold = await readPrompt(model, branch)
    expect(distance(cold, warm)).toBeLessThan(1e-5)
  })

  it('contains the tokens that were scored', async () => {
    const prompt = someTokens(90)
    await prepare(prompt)
    await model.score(Int32Array.from(prompt.slice(-1)), Int32Array.of(1))
    expect(model.length).toBe(90)
    const warm = await model.logits(Int32Array.of(7))
    await model.truncate(0)
    expect(distance(await readPrompt(model, [...prompt, 7]), warm)).toBeLessThan(1e-5)
  })

  it('contains every delivered token except the last', async () => {
    const prompt = someTokens(20)
    const lastToken = await prepare(prompt)
    const { tokens } = await decodeAll(model, { lastToken, maxTokens: 9 })
    expect(tokens).toHaveLength(9)
    expect(model.length).toBe(19 + 9)
    const next = await model.logits(Int32Array.of(tokens[8] ?? 0))
    await model.truncate(0)
    expect(distance(await readPrompt(model, [...prompt, ...tokens]), next)).toBeLessThan(1e-5)
  })

  it('can be cleared and filled again', async () => {
    const prompt = someTokens(150)
    await model.truncate(0)
    const first = await readPrompt(model, prompt)
    await model.truncate(0)
    expect(model.length).toBe(0)
    expect(distance(first, await readPrompt(model, prompt))).toBeLessThan(1e-6)
  })

  it('accepts an empty chunk', async () => {
    await model.truncate(0)
    await model.prefill(new Int32Array())
    expect(model.length).toBe(0)
  })
})

describe('decoding', () => {
  it('ends with a stop token, which is delivered', async () => {
    const lastToken = await prepare(someTokens(30))
    const free = await decodeAll(model, { lastToken, maxTokens: 12 })
    const stop = free.tokens[7] ?? 0
    await model.truncate(29)
    const { tokens, end } = await decodeAll(model, { lastToken, maxTokens: 12, stopTokens: [stop] })
    expect(end).toBe('stop')
    expect(tokens).toEqual(free.tokens.slice(0, free.tokens.indexOf(stop) + 1))
    expect(model.length).toBe(29 + tokens.length)
  })

  it('can be cancelled between two tokens and resumed', async () => {
    const lastToken = await prepare(someTokens(30))
    const tokens: number[] = []
    const request = { lastToken, maxTokens: 1000, stopTokens: [], temperature: 0, topP: 1, seed: 0 }
    const end = await model.decode(request, (batch) => {
      tokens.push(...batch)
      if (tokens.length >= 5) model.cancel()
    })
    expect(end).toBe('cancelled')
    expect(tokens.length).toBeLessThan(request.maxTokens)
    expect(model.length).toBe(29 + tokens.length)
    const rest = await decodeAll(model, { lastToken: tokens.at(-1) ?? 0, maxTokens: 8 })
    await model.truncate(29)
    const whole = await decodeAll(model, { lastToken, maxTokens: tokens.length + 8 })
    expect([...tokens, ...rest.tokens]).toEqual(whole.tokens)
  })

  it('delivers nothing if it is cancelled before it starts', async () => {
    const lastToken = await prepare(someTokens(60))
    await model.truncate(0)
    const reading = model.prefill(Int32Array.from(someTokens(200)))
    const decoding = decodeAll(model, { lastToken, maxTokens: 50 })
    model.cancel()
    await reading
    expect(await decoding).toMatchObject({ tokens: [], end: 'cancelled' })
    expect(model.length).toBe(200)
  })

  it('samples the same tokens with the same seed, regardless of earlier runs', async () => {
    const prompt = someTokens(25)
    const draw = async (seed: number) => {
      const lastToken = await prepare(prompt)
      return (await decodeAll(model, { lastToken, maxTokens: 24, temperature: 6, topP: 1, seed })).tokens
    }
    const first = await draw(11)
    const other = await draw(12)
    expect(await draw(11)).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('with a tiny top-p chooses the most likely token', async () => {
    const prompt = someTokens(40)
    const lastToken = await prepare(prompt)
    const greedy = await decodeAll(model, { lastToken, maxTokens: 6 })
    await model.truncate(39)
    // The smallest is 0 in float32.
    for (const topP of [1e-6, 1e-300]) {
      await model.truncate(39)
      const narrow = await decodeAll(model, { lastToken, maxTokens: 6, temperature: 1, topP, seed: 3 })
      expect(narrow.tokens).toEqual(greedy.tokens)
    }
  })

  it('ends when the context is full', async () => {
    const folder = changedModel({ 'config.json': { ...tinyConfig, max_position_embeddings: 40 } })
    const small = await loadModel(folder)
    await small.prefill(Int32Array.from(someTokens(36)))
    const { tokens, end } = await decodeAll(small, { lastToken: 1, maxTokens: 50 })
    expect(end).toBe('length')
    expect(small.length).toBe(40)
    expect(tokens).toHaveLength(4)
    const full = { code: 'context-full' }
    await expect(decodeAll(small, { lastToken: 1, maxTokens: 1 })).rejects.toMatchObject(full)
    await expect(small.prefill(Int32Array.of(1))).rejects.toMatchObject(full)
    await expect(small.logits(Int32Array.of(1))).rejects.toMatchObject(full)
  })

  it('fails with the error that its listener throws', async () => {
    const lastToken = await prepare(someTokens(10))
    const request = { lastToken, maxTokens: 500, stopTokens: [], temperature: 0, topP: 1, seed: 0 }
    const failing = model.decode(request, () => {
      throw new Error('no more')
    })
    await expect(failing).rejects.toThrow('no more')
    await model.truncate(0)
    expect(spread(await readPrompt(model, someTokens(10)))).toBeGreaterThan(0)
  })
})

describe('misuse', () => {
  let bare: NativeModel
  beforeAll(async () => {
    bare = await openBinding(addonPath()).load((await preflight(tinyModel)).plan, {}, () => {})
  })

  it('runs calls in order', async () => {
    await model.truncate(0)
    const lengths: number[] = []
    const note = () => lengths.push(model.length)
    await Promise.all([
      model.prefill(Int32Array.from(someTokens(50))).then(note),
      model.truncate(20).then(note),
      model.prefill(Int32Array.from(someTokens(5))).then(note),
    ])
    expect(lengths.at(-1)).toBe(25)
  })

  it('refuses a second decode during the first', async () => {
    const lastToken = await prepare(someTokens(10))
    const first = decodeAll(model, { lastToken, maxTokens: 20 })
    await expect(decodeAll(model, { lastToken, maxTokens: 20 })).rejects.toMatchObject({ code: 'engine-busy' })
    expect((await first).tokens).toHaveLength(20)
  })

  const request = { lastToken: 1, maxTokens: 2, stopTokens: [], temperature: 0, topP: 1, seed: 0 }
  it.each<[string, (model: never) => Promise<unknown>]>([
    ['a token outside the vocabulary', (m: NativeModel) => m.prefill(Int32Array.of(3072))],
    ['a negative token', (m: NativeModel) => m.logits(Int32Array.of(-1))],
    ['no token', (m: NativeModel) => m.logits(new Int32Array())],
    ['fewer targets than tokens', (m: NativeModel) => m.score(Int32Array.of(1, 2), Int32Array.of(3))],
    ['a target outside the vocabulary', (m: NativeModel) => m.score(Int32Array.of(1), Int32Array.of(3072))],
    ['nothing to score', (m: NativeModel) => m.score(new Int32Array(), new Int32Array())],
    ['a plain array', (m: { prefill(tokens: unknown): Promise<void> }) => m.prefill([1, 2])],
    ['bytes', (m: { prefill(tokens: unknown): Promise<void> }) => m.prefill(new Uint8Array(4))],
    ['nothing', (m: { prefill(): Promise<void> }) => m.prefill()],
    ['a longer cache', (m: NativeModel) => m.truncate(1_000_000)],
    ['half a token', (m: NativeModel) => m.truncate(0.5)],
    ['a negative length', (m: NativeModel) => m.truncate(-1)],
    ['a last token outside the vocabulary', (m: NativeModel) => m.decode({ ...request, lastToken: 9999 }, () => {})],
    ['no tokens to make', (m: NativeModel) => m.decode({ ...request, maxTokens: 0 }, () => {})],
    ['a negative temperature', (m: NativeModel) => m.decode({ ...request, temperature: -1 }, () => {})],
    ['no temperature', (m: NativeModel) => m.decode({ ...request, temperature: Number.NaN }, () => {})],
    ['a top-p of 0', (m: NativeModel) => m.decode({ ...request, topP: 0 }, () => {})],
    ['a min-p above 1', (m: NativeModel) => m.decode({ ...request, minP: 1.5 }, () => {})],
    ['half a top-k', (m: NativeModel) => m.decode({ ...request, topK: 2.5 }, () => {})],
    ['a repetition penalty of 0', (m: NativeModel) => m.decode({ ...request, repetitionPenalty: 0 }, () => {})],
    [
      'a repetition penalty without a context',
      (m: NativeModel) => m.decode({ ...request, repetitionPenalty: 2 }, () => {}),
    ],
    ['no repetition context', (m: NativeModel) => m.decode({ ...request, repetitionContext: 0 }, () => {})],
    ['a vanishing temperature', (m: NativeModel) => m.decode({ ...request, temperature: 1e-40 }, () => {})],
    ['half a seed', (m: NativeModel) => m.decode({ ...request, seed: 0.5 }, () => {})],
    ['a token before it outside', (m: NativeModel) => m.decode({ ...request, recentTokens: [9999] }, () => {})],
    ['no listener', (m: { decode(r: unknown): Promise<unknown> }) => m.decode(request)],
    ['no request', (m: { decode(): Promise<unknown> }) => m.decode()],
  ])('refuses %s and stays usable', async (_, call) => {
    await bare.truncate(0)
    await expect(call(bare as never)).rejects.toMatchObject({ code: 'refused' })
    expect(bare.length).toBe(0)
    expect(spread(await bare.logits(Int32Array.of(5)))).toBeGreaterThan(0)
  })

  it('refuses unknown options', async () => {
    const load = loadModel as (...args: unknown[]) => Promise<unknown>
    await expect(load(tinyModel, { weights: 'tiny' }, () => {})).rejects.toMatchObject({ code: 'refused' })
    await expect(load(tinyModel, { dtype: 'int8' }, () => {})).rejects.toMatchObject({ code: 'refused' })
    await expect(load(tinyModel, {}, 'no listener')).rejects.toMatchObject({ code: 'refused' })
  })
})

describe('loading', () => {
  it('reports its progress to the end and takes well under a second', async () => {
    const progress: number[] = []
    const started = process.cpuUsage()
    const fresh = await loadModel(tinyModel, {}, (done, total) => progress.push(done / total))
    // CPU time, because the machine may be busy.
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(5_000)
    expect(progress.at(-1)).toBe(1)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(fresh.info).toMatchObject({ modelType: 'gpt_oss', quantization: 'mxfp4 experts, affine 8-bit rest' })
    expect(fresh.info.weightBytes).toBeGreaterThan(3e6)
    expect(model.peakMemory()).toBeGreaterThan(fresh.info.weightBytes)
  })

  it('stops when its listener throws', async () => {
    const loading = loadModel(tinyModel, {}, () => {
      throw new Error('no more')
    })
    await expect(loading.then(() => 'loaded')).rejects.toMatchObject({ code: 'interrupted' })
  })

  it('keeps two models independent', async () => {
    const other = await loadTiny({ weights: 'packed' })
    await model.truncate(0)
    const prompt = someTokens(33)
    const first = await readPrompt(model, prompt)
    await readPrompt(other, someTokens(50, 9))
    await other.truncate(0)
    expect(model.length).toBe(33)
    expect(distance(first, await readPrompt(other, prompt))).toBeLessThan(3e-5)
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forecast } from '../../../memory/forecast.js'
import { macWith } from '../../../memory/mac-memory.js'
import { listModels } from '../../tools/models/list.js'
import { catalogue, sizesOf } from './catalogue.js'
import { catalogueFit, suitedTo } from './catalogue-fit.js'

const gibibyte = 2 ** 30
/** Memory in GB of every Mac with Apple silicon. */
const macs = [8, 16, 18, 24, 32, 36, 48, 64, 96, 128, 192, 256, 512]

/** The memory of the first Mac that each model fits, and its context there. */
const firstFits = [
  ['gpt-oss-120b', 96, 131_072],
  ['gpt-oss-20b', 18, 47_360],
  ['qwen3-8b', 8, 6_144],
  ['qwen3-4b', 8, 19_200],
  ['llama-3.2-3b', 8, 30_208],
  ['qwen3-1.7b', 8, 37_888],
  ['llama-3.2-1b', 8, 131_072],
  ['smollm2-1.7b', 8, 8_192],
  ['qwen3-0.6b', 8, 40_960],
  ['gpt-oss-120b-q8', 96, 131_072],
  ['gpt-oss-20b-q8', 18, 19_200],
  ['gpt-oss-safeguard-120b', 96, 131_072],
  ['gpt-oss-safeguard-20b', 18, 19_200],
] as const

test('the table has every model', () => {
  expect(firstFits.map(([id]) => id)).toEqual(catalogue().map(({ id }) => id))
})

test.each(firstFits)(
  '%s fits from a Mac of %i GB on, with a context of %i tokens there',
  (id, first, contextLength) => {
    const entry = catalogue().find((known) => known.id === id)
    if (!entry) throw new Error(id)
    const fits = macs.map((memory) => [memory, catalogueFit(entry, macWith(memory * gibibyte))] as const)
    expect(fits.filter(([, { fits }]) => fits).map(([memory]) => memory)).toEqual(
      macs.filter((memory) => memory >= first),
    )
    expect(fits.find(([memory]) => memory === first)?.[1].contextLength).toBe(contextLength)
  },
)

test.each(macs)(
  'on a Mac of %i GB each list is complete, each number is true, and a model for conversations fits',
  (memory) => {
    const mac = macWith(memory * gibibyte)
    const { models } = listModels(['--memory', String(memory * gibibyte)])
    expect(models.map(({ id }) => id)).toEqual(catalogue().map(({ id }) => id))
    for (const [index, model] of models.entries()) {
      expect(model.needsBytes).toBeGreaterThanOrEqual(model.bytes)
      const entry = catalogue()[index]
      if (!entry) throw new Error(model.id)
      const needs = (tokens: number) => forecast(sizesOf(entry), tokens).totalBytes
      expect(model.needsBytes).toBe(needs(model.contextLength))
      expect(model.reason).toMatch(/^Needs [\d.]+ GB with a context of [\d,]+ tokens.*; this Mac can give [\d.]+ GB\.$/)
      if (model.fits) expect(model.needsBytes).toBeLessThanOrEqual(mac.availableBytes)
      // Right in the other direction too: what is refused does not fit, and no longer context would.
      else expect(model.needsBytes > mac.availableBytes || mac.memoryBytes < 96e9).toBe(true)
      if (model.fits && model.contextLength < entry.contextLength.value)
        expect(needs(model.contextLength + 1)).toBeGreaterThan(mac.availableBytes)
    }
    expect(suitedTo(mac).length).toBeGreaterThan(0)
  },
)

test('with more memory nothing stops fitting, and no context shrinks', () => {
  const memory = fc.integer({ min: 1, max: 600e9 })
  fc.assert(
    fc.property(memory, memory, (a, b) => {
      const [less, more] = [macWith(Math.min(a, b)), macWith(Math.max(a, b))]
      for (const entry of catalogue()) {
        const small = catalogueFit(entry, less)
        const large = catalogueFit(entry, more)
        expect(large.contextLength).toBeGreaterThanOrEqual(small.contextLength)
        expect(Number(large.fits)).toBeGreaterThanOrEqual(Number(small.fits))
      }
    }),
    { numRuns: 10 },
  )
})

test('a Mac is offered the best model that is comfortable there, and no filter and no variant', () => {
  const best = (memory: number) => suitedTo(macWith(memory * gibibyte))[0]?.id
  expect(macs.map((memory) => [memory, best(memory)])).toEqual([
    [8, 'qwen3-4b'],
    [16, 'qwen3-8b'],
    [18, 'gpt-oss-20b'],
    [24, 'gpt-oss-20b'],
    [32, 'gpt-oss-20b'],
    [36, 'gpt-oss-20b'],
    [48, 'gpt-oss-20b'],
    [64, 'gpt-oss-20b'],
    [96, 'gpt-oss-120b'],
    [128, 'gpt-oss-120b'],
    [192, 'gpt-oss-120b'],
    [256, 'gpt-oss-120b'],
    [512, 'gpt-oss-120b'],
  ])
  expect(suitedTo(macWith(1e9))).toEqual([])
})

test('a need just above what there is does not look equal to it', () => {
  const [entry] = catalogue()
  if (!entry) throw new Error()
  const { needsBytes } = catalogueFit(entry, macWith(1))
  const { fits, reason } = catalogueFit(entry, { memoryBytes: 96e9, availableBytes: needsBytes - 1 })
  expect(fits).toBe(false)
  expect(reason).toBe('Needs 62.679486080 GB with a context of 4,096 tokens; this Mac can give 62.679486079 GB.')
})

test.each([['0'], ['-1'], [' '], ['abc'], ['8 GB'], ['1.5'], ['Infinity'], ['1e300']])(
  'the command refuses a memory of %j',
  (memory) => {
    expect(() => listModels([`--memory=${memory}`])).toThrowError(expect.objectContaining({ code: 'refused' }))
  },
)

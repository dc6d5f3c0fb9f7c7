import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { out, root } from '../../build/setup/places.mjs'
import { hashOf } from '../../build/setup/stamp.mjs'
import { preflight } from '../../electron/engine/folder/preflight.js'
import type { LoadOptions } from '../index.js'
import { MutantBuilder } from './mutants/mutant-builder.js'
import { mutants } from './mutants/mutants.js'
import { randomTokens } from './oracle/arbitrary-model.js'
import { type DenseSpec, denseSpec } from './oracle/dense-spec.js'
import { type ModelSpec, modelSpec } from './oracle/model-spec.js'
import { decodeRow, Oracle } from './oracle/oracle.js'
import { isIdentical, tolerance, worstDistance } from './oracle/rows.js'

const run = promisify(execFile)
const questionsFile = join(out, 'mutants', 'questions.json')

interface Question {
  readonly spec: ModelSpec | DenseSpec
  readonly dtype: 'float32' | 'bfloat16'
  readonly weights: 'packed' | 'unpacked'
  readonly prompt: readonly number[]
  readonly chunk: number
  readonly continuation: readonly number[]
}

const beyond = { dtype: 'float32', prompt: randomTokens(40, 1), chunk: 19, continuation: randomTokens(6, 2) } as const
const within = { dtype: 'bfloat16', prompt: randomTokens(22, 3), chunk: 18, continuation: randomTokens(3, 4) } as const

const slidingLlama = denseSpec({
  layers: 2,
  layerTypes: ['sliding_attention', 'full_attention'],
  slidingWindow: 16,
  rope: 'linear',
  layout: 'bf16',
})

/**
 * Short form of parity.test.ts and dense-parity.test.ts: float32 beyond the window, and bfloat16 within it, where every
 * bit must match. Between them the dense models have everything that differs.
 */
const questions: readonly Question[] = [
  { ...beyond, weights: 'packed', spec: modelSpec({ slidingWindow: 16, layers: 2 }) },
  { ...within, weights: 'packed', spec: modelSpec({ slidingWindow: 32, layers: 2 }) },
  { ...beyond, weights: 'packed', spec: denseSpec({ rope: 'llama3', hasBiases: true, isTied: false, layers: 2 }) },
  { ...within, weights: 'packed', spec: denseSpec({ rope: 'yarn', isTraditional: true, layers: 2 }) },
  { ...beyond, weights: 'unpacked', spec: slidingLlama },
  { ...within, weights: 'packed', spec: denseSpec({ architecture: 'qwen3', headDim: 64, layers: 2 }) },
]

type Answer = { readonly rows: string[] } | { readonly error: string }

let builder: MutantBuilder
let oracle: Oracle
let expected: readonly (readonly Float32Array[])[]

/** Returns the differences between the last built addon and mlx-lm. */
async function findFaults(): Promise<string[]> {
  const script = fileURLToPath(new URL('mutants/answer.cjs', import.meta.url))
  const { stdout } = await run(process.execPath, [script, builder.addon, questionsFile], { maxBuffer: 1 << 26 })
  const answers = JSON.parse(stdout) as Answer[]
  return answers.flatMap((answer, i) => {
    if ('error' in answer) return [answer.error]
    const rows = answer.rows.map(decodeRow)
    const theirs = expected[i] ?? []
    const isExact = questions[i]?.dtype === 'bfloat16'
    if (isExact) return theirs.every((row, at) => isIdentical(row, rows[at])) ? [] : ['not the same bits']
    const distance = worstDistance(rows, theirs)
    return distance < tolerance ? [] : [`differs by ${distance} of the spread`]
  })
}

/** The engine, its mistakes, and all that asks for them. Their answer changes only with one of these. */
const sources = [
  ...[
    'native/CMakeLists.txt',
    'native/src',
    'native/test/mutants',
    'native/test/oracle',
    'native/test/mutants.test.ts',
  ],
  ...['build/setup/mlx.mjs', 'electron/engine/folder'],
].map((path) => join(root, path))
const hash = hashOf(sources)

/** The hash of the sources with which every mistake was caught. Compiling them all takes minutes. */
const record = join(import.meta.dirname, 'caught-mutants.txt')
const isCaught = existsSync(record) && readFileSync(record, 'utf8').trim() === hash
const isHeavy = process.env.PARLEY_HEAVY === '1'

// A skipped test counts as failed, so only one of the two is defined.
if (isCaught && !isHeavy) {
  it('with these sources every mistake was caught before', () => {
    expect(readFileSync(record, 'utf8').trim()).toBe(hash)
  })
} else {
  describe('mistakes in the engine', catchMistakes)
}

function catchMistakes(): void {
  let caught = 0

  beforeAll(async () => {
    builder = await MutantBuilder.open()
    oracle = await Oracle.start()
    const requests: unknown[] = []
    const rows: (readonly Float32Array[])[] = []
    for (const { spec, dtype, weights, ...reading } of questions) {
      const model = await oracle.make(spec)
      const options: LoadOptions = { dtype, weights, yarn: 'mlx-lm' }
      requests.push({ plan: (await preflight(model)).plan, options, ...reading })
      rows.push((await oracle.logits({ model, dtype, ...reading })).rows)
    }
    expected = rows
    writeFileSync(questionsFile, JSON.stringify(requests))
  }, 1_200_000)
  afterAll(() => {
    if (caught === mutants.length) writeFileSync(record, `${hash}\n`)
    return oracle.close()
  })

  it('finds no fault in the unchanged engine', async () => {
    await builder.build()
    expect(await findFaults()).toEqual([])
  }, 1_200_000)

  it.each(mutants)(
    'catches $name',
    async (mutant) => {
      await builder.build(mutant)
      expect(await findFaults()).not.toEqual([])
      caught++
    },
    600_000,
  )
}

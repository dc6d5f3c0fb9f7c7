/**
 * `npm run bench -- engine [--quick] [--model DIR …]`: compares the speed of the engine and of mlx-lm on the same models,
 * alternating between them in one run. docs/decisions/0009-speed.md explains each figure of the output.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fetchOracle } from '../setup/oracle.mjs'
import { SetupError, say } from '../setup/run.mjs'
import { setUp } from '../setup/set-up.mjs'
import { bundleScript } from './bundle-script.mjs'
import { measureModel } from './engine/measure-model.mjs'
import { generatedModel, stretchedTinyModel } from './engine/models.mjs'
import { Side } from './engine/side.mjs'

/**
 * `rounds`: measurements of a figure on each side; fewer if they would take more than `maxSeconds`. `seconds`: duration of
 * one measurement on the slower side. `minTokens`: the fewest tokens that a measurement reads. `promptTokens`: length of
 * the conversation for the time to the first token.
 */
const full = {
  contexts: [128, 1024, 4096, 16_384],
  rounds: 5,
  seconds: 2,
  maxSeconds: 40,
  minTokens: 32,
  promptTokens: 64,
}
const quick = {
  ...full,
  contexts: [128, 1024],
  rounds: 3,
  seconds: 0.5,
  maxSeconds: 10,
  minTokens: 16,
  promptTokens: 32,
}

/** Throws SetupError when the command line is wrong. */
export async function engine(args) {
  const { model, quick: isQuick } = parseOptions(args)
  const { addon } = await setUp()
  return engineSpeed(addon, model, isQuick ? quick : full)
}

function parseOptions(args) {
  const options = { quick: { type: 'boolean' }, model: { type: 'string', multiple: true } }
  try {
    const { values } = parseArgs({ args, options })
    const missing = values.model?.find((folder) => !existsSync(join(folder, 'config.json')))
    if (missing !== undefined) throw new Error(`The folder “${missing}” contains no model`)
    return values
  } catch (error) {
    throw new SetupError(`${error.message.split('\n')[0]}. Usage: npm run bench -- engine [--quick] [--model DIR …]`)
  }
}

/**
 * @param {string} addon
 * @param {readonly string[] | undefined} folders model folders; default: the tiny model and a generated one
 * @param {typeof full} plan
 */
export async function engineSpeed(addon, folders, plan) {
  const python = await fetchOracle()
  const scratch = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const server = await bundleScript('electron/engine/tools/speed-server.ts', scratch)
    const start = () => ({
      parley: new Side('Parley', process.execPath, [server], { PARLEY_NATIVE: addon }),
      mlxLm: new Side('mlx-lm', python, [join(import.meta.dirname, 'engine', 'mlx_lm_side.py')]),
    })
    const models = []
    for (const [name, folder] of await chooseModels(folders, python, scratch, plan)) {
      say(`Measuring ${name} …`)
      models.push({ name, ...(await measureModel(start, folder, plan)) })
    }
    return { cores: cpus().length, leastRatio: minRatios(models), models }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function chooseModels(folders, python, scratch, { contexts }) {
  if (folders) return folders.map((folder) => [basename(resolve(folder)), resolve(folder)])
  // Leaves room for the tokens that are decoded at the longest context.
  const tiny = stretchedTinyModel(join(scratch, 'tiny'), 2 * Math.max(...contexts))
  return [
    ['tiny', tiny],
    ['generated', await generatedModel(python)],
  ]
}

/** The worst median of each kind: above 1, Parley is faster at every point. */
function minRatios(models) {
  const minRatio = (figures) => Math.min(...figures.map(({ ratio }) => ratio.median))
  const points = models.flatMap((model) => model.points)
  return {
    prefill: minRatio(points.map((point) => point.prefill)),
    decode: minRatio(points.map((point) => point.decode)),
    firstToken: minRatio(models.flatMap(({ firstToken }) => [firstToken.cold, firstToken.warm])),
  }
}

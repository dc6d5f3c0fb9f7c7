/**
 * `npm run bench -- notes [--model DIR] [--part-tokens 250]`: how many parts of a document get usable notes with each
 * form of the document prompt, on the app's own engine and steps. Without `--model` the small real model is used.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SetupError, say } from '../setup/run.mjs'
import { setUp } from '../setup/set-up.mjs'
import { fetchSmallModel } from '../small-model/fetch.mjs'
import { bundleScript } from './bundle-script.mjs'

const usage = 'Usage: npm run bench -- notes [--model DIR] [--part-tokens N]'

/** Throws SetupError when the command line is wrong. */
export async function notes(args) {
  const { model, partTokens } = parseOptions(args)
  const { addon } = await setUp()
  const folder = model ?? (await fetchSmallModel())
  const scratch = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const program = await bundleScript('electron/testing/document-forms.ts', scratch)
    const { measureForms } = createRequire(import.meta.url)(program)
    const onForm = (form) => say(`Measuring ${form} …`)
    return { model: basename(folder), ...(await measureForms({ addon, folder, partTokens, onForm })) }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function parseOptions(args) {
  const options = { model: { type: 'string' }, 'part-tokens': { type: 'string', default: '250' } }
  try {
    const { values } = parseArgs({ args, options })
    const partTokens = Number(values['part-tokens'])
    if (!Number.isInteger(partTokens) || partTokens < 50)
      throw new Error('--part-tokens must be a whole number from 50')
    // npm runs scripts in the folder of the package.
    const model = values.model === undefined ? undefined : resolve(process.env.INIT_CWD ?? '', values.model)
    if (model !== undefined && !existsSync(join(model, 'config.json')))
      throw new Error(`The folder “${model}” contains no model`)
    return { model, partTokens }
  } catch (error) {
    throw new SetupError(`${error.message.split('\n')[0]}. ${usage}`)
  }
}

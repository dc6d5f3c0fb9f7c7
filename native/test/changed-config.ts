import { copyFileSync, linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Json, temporaryFolder } from './model-folder.js'

/** A change of config.json, with the keys of its result or its text. */
export type Change = (config: Json) => Json | string

export const set =
  (values: Json): Change =>
  (config) => ({ ...config, ...values })
export const without =
  (...keys: string[]): Change =>
  (config) =>
    Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)))
export const rope =
  (change: Change): Change =>
  (config) => ({ ...config, rope_scaling: change(config.rope_scaling as Json) })
export const packing =
  (change: Change): Change =>
  (config) => ({ ...config, quantization: change(config.quantization as Json) })
/** Adds keys as Python writes them. */
export const written =
  (text: string): Change =>
  (config) =>
    JSON.stringify(config).replace('{', `{${text}, `)

/** A model whose files are links to those of `base`, with another config. */
export function withConfig(base: string, change: Change): string {
  const folder = temporaryFolder()
  for (const name of readdirSync(base)) {
    if (name === 'config.json') continue
    try {
      linkSync(join(base, name), join(folder, name))
    } catch {
      copyFileSync(join(base, name), join(folder, name))
    }
  }
  const config = change(JSON.parse(readFileSync(join(base, 'config.json'), 'utf8')) as Json)
  writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  return folder
}

import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildScript } from '../bundle.mjs'
import { out, root } from '../setup/places.mjs'
import { randomFrom } from './random.mjs'

const scripts = join(root, 'electron', 'main', 'testing', 'hub')

/**
 * Downloads from a server that breaks in every way, with kills of the downloading process.
 * @param {{ runs: number, seed: number, onRun?: (run: number, problems: readonly string[]) => void }} options
 * @returns what `TortureResult` has (electron/main/testing/hub/torture.ts)
 */
export async function tortureDownloads({ runs, seed, onRun }) {
  // Inside the repository, so that the scripts find SQLite; by process, because several may run at once.
  const folder = join(out, 'test', `downloads-${process.pid}`)
  const [child, torture] = ['download-child', 'torture'].map((name) => join(folder, `${name}.cjs`))
  try {
    await buildScript(join(scripts, 'download-child.ts'), child)
    await buildScript(join(scripts, 'torture.ts'), torture)
    const { tortureDownloads: run } = createRequire(import.meta.url)(torture)
    return await run({ runs, random: randomFrom(seed), child, onRun })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether nothing was lost: every run has ended with the source's files, without waste. */
export const isDownloadTortureGood = ({ runs, finished, differing, restartedFromZero, wasteful }) =>
  finished === runs && differing + restartedFromZero + wasteful === 0

/** `npm run bench -- parser`: nanoseconds that parsing one token of a reply takes, without the model's own time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleScript } from './bundle-script.mjs'

export async function parser({ tokens = 200_000, rounds = 9 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const program = await bundleScript('electron/engine/tools/parser-cost.ts', folder)
    const { measureParser } = createRequire(import.meta.url)(program)
    measureParser(tokens)
    const samples = Array.from({ length: rounds }, () => Math.round(measureParser(tokens))).sort((a, b) => a - b)
    return { tokens, rounds, nsPerToken: { p50: samples[Math.floor(rounds / 2)], most: samples.at(-1) } }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

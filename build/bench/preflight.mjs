/** `npm run bench -- preflight`: milliseconds to check a folder of gpt-oss-120b's size before its weights are read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nativeOut } from '../setup/addon.mjs'
import { bundleScript } from './bundle-script.mjs'

export async function preflight({ rounds = 15 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const program = await bundleScript('electron/engine/tools/preflight-cost.ts', folder)
    const { measurePreflight } = createRequire(import.meta.url)(program)
    const { samples, ...model } = await measurePreflight(join(nativeOut, 'parley_engine.node'), rounds)
    const round = (milliseconds) => Math.round(milliseconds * 10) / 10
    const summary = (values) => {
      const sorted = [...values].sort((a, b) => a - b)
      return { first: round(values[0]), p50: round(sorted[Math.floor(rounds / 2)]), most: round(sorted.at(-1)) }
    }
    return {
      ...model,
      rounds,
      /** Includes checking the names, shapes and packing of all tensors. */
      totalMs: summary(samples.map(({ total }) => total)),
      /** Only the part in TypeScript: JSON and extents. */
      headersMs: summary(samples.map(({ headers }) => headers)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../setup/places.mjs'
import { launchIn } from '../with-app.mjs'
import { percentile } from './trace.mjs'

const rounds = 5

/** From the start of the process to a composer that takes a letter, against an Electron window that has only a field. */
export async function measureStarts(info) {
  process.stderr.write('Measuring cold starts …\n')
  const home = mkdtempSync(join(tmpdir(), 'parley-start-'))
  const empty = {
    ...info,
    args: info.args.map((arg) => (arg === root ? join(import.meta.dirname, 'empty-window') : arg)),
  }
  try {
    const samples = { parley: [], empty: [] }
    // The first round warms the disk up and makes the store, and is not reported.
    for (let round = -1; round < rounds; round++) {
      const parleyMs = await startMs(info, home)
      const emptyMs = await startMs(empty, home)
      if (round < 0) continue
      samples.parley.push(parleyMs)
      samples.empty.push(emptyMs)
    }
    const median = (values) => Math.round(percentile(values, 0.5))
    const [parleyMs, emptyMs] = [median(samples.parley), median(samples.empty)]
    return { coldStartOverEmptyWindowMs: { value: parleyMs - emptyMs, parleyMs, emptyMs } }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function startMs(info, home) {
  const app = await launchIn(home, info)
  try {
    const page = await app.firstWindow()
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    const usableAt = await page.evaluate(() => {
      const field = document.querySelector('textarea')
      field.focus()
      return document.activeElement === field ? Date.now() : Number.NaN
    })
    const startedAt = await app.evaluate(() => process.getCreationTime())
    return usableAt - startedAt
  } finally {
    await app.close()
  }
}

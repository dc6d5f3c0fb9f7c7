/**
 * `npm run -s torture -- --cycles 50 [--seed S]`: starts the app, sends a message in its window and kills it at a random
 * moment, many times on the same data, and checks after each kill that everything acknowledged is stored.
 * Prints {cycles, acknowledged, lost, corrupt}; exits with 1 if anything was lost or corrupt.
 *
 * `npm run -s torture -- --downloads 500 [--seed S]`: downloads models from a server that breaks in every way, and kills the
 * downloading process. Prints {runs, kills, faults, finished, differing, restartedFromZero, refetchedBytes}; exits with 1 unless every run has
 * ended with the source's files, none began again from zero, and none fetched more than two blocks again for each fault.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { checkNode, installPackages } from './setup/npm.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'
import { checkStore } from './torture/check-store.mjs'
import { isDownloadTortureGood, tortureDownloads } from './torture/downloads.mjs'
import { liveAndDie } from './torture/life.mjs'
import { Notes } from './torture/notes.mjs'
import { randomFrom } from './torture/random.mjs'

/** @param {{ cycles: number, seed: number }} options */
async function torture(info, { cycles, seed }) {
  const random = randomFrom(seed)
  const home = mkdtempSync(join(tmpdir(), 'parley-torture-'))
  const notes = new Notes()
  const failures = new Set()
  let corrupt = 0
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const startedAt = Date.now()
    const moment = await liveAndDie({ info, home, cycle, random, notes })
    const { problems, lost } = checkStore(join(home, 'parley.db'), notes)
    if (problems.length > 0) corrupt++
    for (const failure of lost) failures.add(failure)
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1)
    process.stderr.write(`${cycle}/${cycles}  killed ${moment}, ${seconds} s\n`)
    for (const line of [...problems, ...lost]) process.stderr.write(`  ${line}\n`)
  }
  const result = { cycles, acknowledged: notes.size, lost: failures.size, corrupt }
  if (failures.size + corrupt === 0) rmSync(home, { recursive: true, force: true })
  else process.stderr.write(`The data is kept in ${home} (seed ${seed}).\n`)
  return result
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      cycles: { type: 'string', default: '50' },
      downloads: { type: 'string' },
      seed: { type: 'string', default: String(Date.now()) },
    },
  })
  const count = Number(values.downloads ?? values.cycles)
  const seed = Number(values.seed)
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
    throw new SetupError('Use --cycles, --downloads and --seed with whole numbers.')
  }
  return values.downloads === undefined ? tortureApp({ cycles: count, seed }) : tortureTransfers({ runs: count, seed })
})

async function tortureApp(options) {
  const info = await launchInfo()
  const result = await withDisplay(() => torture(info, options))
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return result.lost + result.corrupt > 0 ? 1 : 0
}

async function tortureTransfers({ runs, seed }) {
  checkNode()
  await installPackages()
  const onRun = (run, problems) => {
    process.stderr.write(`${run}/${runs}\n`)
    for (const line of problems) process.stderr.write(`  ${line}\n`)
  }
  const { wasteful, ...result } = await tortureDownloads({ runs, seed, onRun })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  if (isDownloadTortureGood({ ...result, wasteful })) return 0
  process.stderr.write(`seed ${seed}; ${wasteful} runs fetched more than two blocks again for a fault or a kill.\n`)
  return 1
}

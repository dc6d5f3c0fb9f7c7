/**
 * `npm run -s torture -- --cycles 50 [--seed S]`: kills the real store at random moments of random work, and in one of 50
 * cycles the whole app in the middle of a reply, on the same data again and again, and checks after each kill that everything
 * acknowledged is there. Prints {cycles, acknowledged, lost, corrupt, p50ReopenMs, maxLostStreamMs}: the milliseconds that
 * the text last shown before a kill and not stored had been on the screen. Exits with 1 if anything was lost or corrupt.
 *
 * `npm run -s torture -- --downloads 500 [--seed S]`: downloads models from a server that breaks in every way, and kills the
 * downloading process. Prints {runs, kills, faults, finished, differing, restartedFromZero, refetchedBytes}; exits with 1
 * unless every run has ended with the source's files, none began again from zero, and none fetched more than two blocks
 * again for each fault.
 */
import { parseArgs } from 'node:util'
import { launchInfo } from './launch.mjs'
import { checkNode, installPackages } from './setup/npm.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'
import { isDownloadTortureGood, tortureDownloads } from './torture/downloads.mjs'
import { torture } from './torture/torture.mjs'

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
  return values.downloads === undefined ? tortureStore(count, seed) : tortureTransfers(count, seed)
})

async function tortureStore(cycles, seed) {
  const info = await launchInfo()
  const result = await torture(info, { cycles, seed })
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return result.lost + result.corrupt > 0 ? 1 : 0
}

async function tortureTransfers(runs, seed) {
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

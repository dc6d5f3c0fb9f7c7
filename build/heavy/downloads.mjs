import { isDownloadTortureGood, tortureDownloads } from '../torture/downloads.mjs'

const runs = 500

/** Downloads 500 models from a server that breaks in every way, with kills of the downloading process. */
export async function downloads() {
  const seed = Date.now() % 2 ** 31
  const onRun = (run, problems) => {
    if (run % 20 === 0) process.stderr.write(`${run}/${runs}\n`)
    for (const line of problems) process.stderr.write(`  ${run}: ${line}\n`)
  }
  const result = await tortureDownloads({ runs, seed, onRun })
  return { isGood: isDownloadTortureGood(result), seed, ...result }
}

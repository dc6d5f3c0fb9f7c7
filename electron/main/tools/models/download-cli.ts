import { writeSync } from 'node:fs'
import { toFailure } from '../../../../contract/errors.js'
import { download } from '../../downloads/download.js'
import { nodeTransport } from '../../downloads/node-transport.js'
import { parseDownload } from './download-arguments.js'
import { ProgressLines } from './progress-lines.js'

/**
 * `npm run -s models -- download …`: prints `{ folder, files: [{ name, bytes, sha256 }], seconds, refetchedBytes }`, or
 * `{ error: { code, message } }` with the exit code 1. Progress goes to stderr.
 */
async function main(args: readonly string[]): Promise<number> {
  const startedAt = performance.now()
  const ended = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort())
  const lines = new ProgressLines((line) => process.stderr.write(`models: ${line}\n`))
  try {
    const { remark, ...command } = parseDownload(args, process.env)
    if (remark) lines.say(remark)
    const { folder, files, refetchedBytes } = await download({
      ...command,
      transport: nodeTransport,
      signal: ended.signal,
      onProgress: (progress) => lines.show(progress),
    })
    print({ folder, files, seconds: (performance.now() - startedAt) / 1_000, refetchedBytes })
    return 0
  } catch (error) {
    const { code, message } = ended.signal.aborted
      ? { code: 'interrupted', message: 'The download was stopped. The same command goes on with it.' }
      : toFailure(error)
    if (code === 'unknown') console.error(error)
    print({ error: { code, message } })
    return 1
  }
}

const print = (result: unknown) => writeSync(1, `${JSON.stringify(result, null, 2)}\n`)

// Open connections would keep the process for a while.
void main(process.argv.slice(2)).then((code) => process.exit(code))

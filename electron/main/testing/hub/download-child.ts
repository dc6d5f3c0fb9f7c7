import { writeSync } from 'node:fs'
import { AppError } from '../../../../contract/errors.js'
import { download } from '../../downloads/download.js'
import { nodeTransport } from '../../downloads/node-transport.js'
import type { Transport } from '../../downloads/transport.js'

/**
 * Runs a download that is to be killed: `download-child BASE REPOSITORY FOLDER BLOCK_BYTES`. Prints a line for each chunk of a
 * file that arrives, `chunk BYTES`, for each other step, and at the end `done JSON` or `failed CODE MESSAGE`.
 */
const [base = '', repository = '', folder = '', blockBytes = ''] = process.argv.slice(2)

/** Written at once, so that a kill loses no line. */
const print = (line: string) => writeSync(1, `${line}\n`)

const watched: Transport = async (request) => {
  const response = await nodeTransport(request)
  if (request.url.pathname.startsWith('/api/') || response.status >= 300) return response
  return { ...response, body: counted(response.body) }
}

async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    print(`chunk ${chunk.byteLength}`)
    yield chunk
  }
}

download({
  repository,
  folder,
  base: new URL(base),
  transport: watched,
  signal: new AbortController().signal,
  timing: { firstDelayMs: 1, maxDelayMs: 20, patienceMs: 60_000, stallMs: 1_000, maxStatedWaitMs: 2_000 },
  blockBytes: Number(blockBytes),
  onProgress: ({ state }) => {
    if (state !== 'downloading') print(`step ${state}`)
  },
}).then(
  (model) => print(`done ${JSON.stringify(model)}`),
  (error: unknown) => {
    print(
      `failed ${error instanceof AppError ? error.code : 'unknown'} ${error instanceof Error ? error.stack : error}`,
    )
    process.exit(1)
  },
)

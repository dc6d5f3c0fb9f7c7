import type { ReadRequest, ReadResult } from '../../contract/reader.js'
import { ReadError } from './decode.js'
import { readDocument } from './read-document.js'

// The preload passes the only port of this window.
window.addEventListener('message', ({ source, ports: [port] }) => {
  if (source !== window || !port) return
  port.onmessage = async ({ data }: MessageEvent<ReadRequest>) => port.postMessage(await read(data))
})

async function read(request: ReadRequest): Promise<ReadResult> {
  try {
    return { ok: true, value: await readDocument(request) }
  } catch (error) {
    return { ok: false, code: error instanceof ReadError ? error.code : 'unknown' }
  }
}

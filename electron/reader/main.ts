import type { ReadRequest, ReadResult } from '../../contract/reader.js'
import { ReadError } from './decode.js'
import { readDocument } from './read-document.js'

// The preload passes the only port of this window.
window.addEventListener('message', ({ source, ports: [port] }) => {
  if (source !== window || !port) return
  port.onmessage = ({ data }: MessageEvent<ReadRequest>) => port.postMessage(read(data))
})

function read(request: ReadRequest): ReadResult {
  try {
    return { ok: true, value: readDocument(request) }
  } catch (error) {
    return { ok: false, code: error instanceof ReadError ? error.code : 'unknown' }
  }
}

import type { ReadDocument } from '../../contract/documents.js'
import { ReadError } from './decode.js'
import { readDocument } from './read-document.js'

interface ReadRequest {
  readonly kind: ReadDocument['kind']
  readonly bytes: Uint8Array
}

// The preload hands over the one port that this window has; everything goes through it.
window.addEventListener('message', ({ source, ports: [port] }) => {
  if (source !== window || !port) return
  port.onmessage = ({ data }: MessageEvent<ReadRequest>) => {
    try {
      port.postMessage({ ok: true, value: readDocument(data.bytes, data.kind) })
    } catch (error) {
      port.postMessage({ ok: false, code: error instanceof ReadError ? error.code : 'unknown' })
    }
  }
})

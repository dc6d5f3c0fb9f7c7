import { maxPagesPerMessage, type ReaderMessage, type ReadRequest } from '../../contract/reader.js'
import { ReadError } from './decode.js'
import { readDocument } from './read-document.js'

// The preload passes the only port of this window.
window.addEventListener('message', ({ source, ports: [port] }) => {
  if (source !== window || !port) return
  port.onmessage = ({ data }: MessageEvent<ReadRequest>) => read(data, (message) => port.postMessage(message))
})

async function read(request: ReadRequest, send: (message: ReaderMessage) => void): Promise<void> {
  try {
    const rest = await readDocument(request, (pages, total) => {
      for (let from = 0; from < pages.length; from += maxPagesPerMessage)
        send({ type: 'pages', total, pages: pages.slice(from, from + maxPagesPerMessage) })
    })
    send({ type: 'end', rest })
  } catch (error) {
    send({ type: 'failed', code: error instanceof ReadError ? error.code : 'unknown' })
  }
}

import { type FilePiece, maxPagesPerMessage, type ReaderMessage, type ReadRequest } from '../../contract/reader.js'
import { ReadError } from './decode.js'
import { readDocument } from './read-document.js'

// The preload passes the only port of this window.
window.addEventListener('message', ({ source, ports: [port] }) => {
  if (source !== window || !port) return
  const send = (message: ReaderMessage) => port.postMessage(message)
  const waiting = new Map<number, (bytes: Uint8Array) => void>()
  const piece = (from: number, to: number) =>
    new Promise<Uint8Array>((resolve) => {
      waiting.set(from, resolve)
      send({ type: 'piece', from, to })
    })
  port.onmessage = ({ data }: MessageEvent<ReadRequest | FilePiece>) => {
    if ('kind' in data) void read({ ...data, piece, announceRecognition: () => send({ type: 'recognizing' }) }, send)
    else waiting.get(data.from)?.(data.bytes)
  }
})

async function read(file: Parameters<typeof readDocument>[0], send: (message: ReaderMessage) => void): Promise<void> {
  try {
    const rest = await readDocument(file, (pages, total) => {
      for (let from = 0; from < pages.length; from += maxPagesPerMessage)
        send({ type: 'pages', total, pages: pages.slice(from, from + maxPagesPerMessage) })
    })
    send({ type: 'end', rest })
  } catch (error) {
    send({ type: 'failed', code: error instanceof ReadError ? error.code : 'unknown' })
  }
}

import type { DrawerMessage, DrawRequest } from '../../contract/drawing.js'
import { type FilePiece, maxPagesPerMessage, type ReaderMessage, type ReadRequest } from '../../contract/reader.js'
import { ReadError } from './decode.js'
import { type OpenDrawing, openDrawing } from './drawing/open-drawing.js'
import { type GivenFile, readDocument } from './read-document.js'

// A hidden window has no frames, for which pdf.js would wait between two steps of a drawing.
window.requestAnimationFrame = (callback) => window.setTimeout(() => callback(performance.now()), 0)

// The preload passes the only port of this window.
window.addEventListener('message', ({ source, ports: [port] }) => {
  if (source !== window || !port) return
  const send = (message: ReaderMessage | DrawerMessage) => port.postMessage(message)
  const waiting = new Map<number, (bytes: Uint8Array) => void>()
  const piece = (from: number, to: number) =>
    new Promise<Uint8Array>((resolve) => {
      waiting.set(from, resolve)
      send({ type: 'piece', from, to })
    })
  let isAnnounced = false
  const sendOnce = (message: ReaderMessage) => {
    if (message.type === 'picture' && isAnnounced) return
    isAnnounced = message.type === 'picture'
    send(message)
  }
  const announcePicture = (total: number) => sendOnce({ type: 'picture', total })
  let opened: Promise<OpenDrawing> | undefined
  port.onmessage = ({ data }: MessageEvent<ReadRequest | FilePiece | DrawRequest>) => {
    if (!('type' in data)) waiting.get(data.from)?.(data.bytes)
    else if (data.type === 'read') void read({ ...data, piece, announcePicture }, sendOnce)
    else if (data.type === 'open') {
      opened = openDrawing({ ...data, piece, announcePicture })
      opened.then(
        ({ pageCount }) => send({ type: 'opened', pageCount }),
        (error: unknown) => send({ type: 'failed', code: codeOf(error) }),
      )
    } else if (data.type === 'draw') void opened?.then((drawing) => draw(drawing, data, send))
  }
})

const codeOf = (error: unknown) => (error instanceof ReadError ? error.code : 'unknown')

async function read(file: GivenFile, send: (message: ReaderMessage) => void): Promise<void> {
  try {
    const rest = await readDocument(file, (pages, total) => {
      for (let from = 0; from < pages.length; from += maxPagesPerMessage)
        send({ type: 'pages', total, pages: pages.slice(from, from + maxPagesPerMessage) })
    })
    send({ type: 'end', rest })
  } catch (error) {
    send({ type: 'failed', code: codeOf(error) })
  }
}

async function draw(drawing: OpenDrawing, request: DrawRequest, send: (message: DrawerMessage) => void): Promise<void> {
  try {
    send({ type: 'drawn', page: await drawing.draw(request.page, request) })
  } catch {
    send({ type: 'undrawn' })
  }
}

import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

/** What is sent of one file. */
export interface Sending {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly content: Uint8Array
  /** The range that was asked for; `to` is not part of it. Without a range, all of the file. */
  readonly from: number
  readonly to: number
  readonly hasRange: boolean
}

type Fault = (sending: Sending) => void

/** Sends a range as it should be. */
export function sendRange(
  { response, content, from, to, hasRange }: Sending,
  headers: Record<string, string> = {},
): void {
  if (from >= content.byteLength && content.byteLength > 0) {
    response.writeHead(416, { 'content-range': `bytes */${content.byteLength}` }).end()
    return
  }
  const range = `bytes ${from}-${to - 1}/${content.byteLength}`
  response.writeHead(hasRange ? 206 : 200, {
    'content-length': String(to - from),
    'accept-ranges': 'bytes',
    ...(hasRange && { 'content-range': range }),
    ...headers,
  })
  response.end(content.subarray(from, to))
}

const middle = ({ from, to }: Sending) => Math.max(from + 1, Math.floor((from + to) / 2))

/** Sends half of the range, then calls `then`. */
function half(sending: Sending, then: () => void): void {
  const { response, content, from, to } = sending
  response.writeHead(206, {
    'content-length': String(to - from),
    'content-range': `bytes ${from}-${to - 1}/${content.byteLength}`,
  })
  response.write(content.subarray(from, middle(sending)), then)
}

/** What can go wrong while a file is sent, by its name. */
export const sendingFaults = {
  drop: (sending) => half(sending, () => sending.response.destroy()),
  refuse: ({ response }) => response.destroy(),
  stall: (sending) => half(sending, () => {}),
  silent: () => {},
  slow(sending) {
    const { response, content, from, to } = sending
    response.writeHead(206, {
      'content-length': String(to - from),
      'content-range': `bytes ${from}-${to - 1}/${content.byteLength}`,
    })
    const step = Math.ceil((to - from) / 8)
    const send = (place: number) => {
      if (response.destroyed) return
      if (place >= to) response.end()
      else response.write(content.subarray(place, Math.min(to, place + step)), () => setTimeout(send, 5, place + step))
    }
    send(from)
  },
  short(sending) {
    const { response, content, from, to } = sending
    const end = middle(sending)
    response.writeHead(206, {
      'content-length': String(end - from),
      'content-range': `bytes ${from}-${to - 1}/${content.byteLength}`,
    })
    response.end(content.subarray(from, end))
  },
  long({ response, content, from, to }) {
    response.writeHead(206, { 'content-range': `bytes ${from}-${to - 1}/${content.byteLength}` })
    response.write(content.subarray(from, to))
    response.end(Buffer.alloc(100, 7))
  },
  'wrong-range'({ response, content, from, to }) {
    response.writeHead(206, { 'content-range': `bytes ${from + 1}-${to}/${content.byteLength}` })
    response.end(content.subarray(from + 1, to + 1))
  },
  whole: ({ response, content }) =>
    void response.writeHead(200, { 'content-length': String(content.byteLength) }).end(content),
  gzip({ response, content, from, to }) {
    response.writeHead(206, {
      'content-encoding': 'gzip',
      'content-range': `bytes ${from}-${to - 1}/${content.byteLength}`,
    })
    response.end(gzipSync(content.subarray(from, to)))
  },
  'too-many': ({ response }) => void response.writeHead(429, { 'retry-after': '0' }).end('slow down'),
  'server-error': ({ response }) => void response.writeHead(503).end('out of order'),
  'bad-gateway': ({ response }) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502</h1>'),
  expired: ({ response }) => void response.writeHead(403).end('expired'),
} as const satisfies Readonly<Record<string, Fault>>

/** What can go wrong where the address of a file is asked for. */
export const addressFaults = {
  'refused-host': ({ response }) => redirect(response, 'https://files.example.com/secret'),
  'evil-suffix': ({ response }) => redirect(response, 'https://evilhf.co/secret'),
  'to-http': ({ response }) => redirect(response, 'http://us.aws.cdn.hf.co/file'),
  loop: ({ request, response }) => redirect(response, request.url ?? '/'),
  'hash-lie': ({ response, content }) => {
    const lie = createHash('sha256').update(content).update('lie').digest('hex')
    response.setHeader('x-linked-etag', `"${lie}"`)
    redirect(response, '/elsewhere')
  },
  'other-commit': ({ response }) => {
    response.setHeader('x-repo-commit', 'f'.repeat(40))
    redirect(response, '/elsewhere')
  },
} as const satisfies Readonly<Record<string, Fault>>

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end()
}

export type SendingFault = keyof typeof sendingFaults
export type AddressFault = keyof typeof addressFaults

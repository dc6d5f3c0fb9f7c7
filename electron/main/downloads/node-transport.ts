import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as SecureAgent } from 'node:https'
import type { HttpResponse, Transport } from './transport.js'

const options = { keepAlive: true, maxSockets: 16 }
const agent = new Agent(options)
const secureAgent = new SecureAgent(options)

/** For commands, which run without Electron. Unlike `fetch` it gives bytes as they were sent, also compressed ones. */
export const nodeTransport: Transport = ({ url, headers, signal }) =>
  new Promise<HttpResponse>((resolve, reject) => {
    signal.throwIfAborted()
    const answered = (message: IncomingMessage) => {
      message.on('error', () => {}) // one that nobody reads any more
      resolve({
        status: message.statusCode ?? 0,
        header: (name) => headerOf(message, name),
        body: message,
        cancel: () => void message.destroy(),
      })
    }
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { headers, agent: secureAgent }, answered)
        : requestHttp(url, { headers, agent }, answered)
    const abort = () => void request.destroy(new Error('The request was ended.'))
    signal.addEventListener('abort', abort, { once: true })
    request.on('error', reject)
    request.end()
  })

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

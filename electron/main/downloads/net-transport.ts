import type { Readable } from 'node:stream'
import { net, type Session } from 'electron'
import type { HttpResponse, Transport } from './transport.js'

/**
 * For the app: Chromium's network with the proxies and certificates of the system. Only `net.request` gives the headers of a
 * redirect; `net.fetch` and a redirect that is followed would send the token on.
 * @param openSession is called for each request
 */
export const netTransport =
  (openSession: () => Session): Transport =>
  ({ url, headers, signal }) =>
    new Promise<HttpResponse>((resolve, reject) => {
      signal.throwIfAborted()
      const session = openSession()
      // Without the cache: a block that is fetched again must not come from the disk.
      const request = net.request({
        url: url.href,
        session,
        redirect: 'manual',
        cache: 'no-store',
        credentials: 'omit',
      })
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value)
      const cancel = () => request.abort()
      signal.addEventListener('abort', cancel, { once: true })
      request.on('redirect', (status, _method, location, found) => {
        resolve({ status, header: headerOf({ ...found, location: [location] }), body: noBytes(), cancel: () => {} })
        request.abort()
      })
      request.on('response', (response) =>
        resolve({
          status: response.statusCode,
          header: headerOf(response.headers),
          body: response as unknown as Readable, // Electron's types do not say that it is one
          cancel,
        }),
      )
      request.on('abort', () => reject(signal.reason ?? new Error('The request was ended.')))
      request.on('error', reject)
      request.end()
    })

function headerOf(headers: Readonly<Record<string, string | string[]>>) {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return (name: string) => {
    const value = byName.get(name)
    return Array.isArray(value) ? value[0] : value
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

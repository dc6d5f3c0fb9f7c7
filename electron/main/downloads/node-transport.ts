import type { Transport } from './transport.js'

/** For commands, which run without Electron. */
export const nodeTransport: Transport = async ({ url, headers, signal }) => {
  const ended = new AbortController()
  const response = await fetch(url, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.any([signal, ended.signal]),
  })
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body: response.body ?? noBytes(),
    cancel: () => ended.abort(),
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

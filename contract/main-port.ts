import type { Port } from './stream.js'

/** What main and the engine process have for a port: Electron's MessagePortMain. */
interface MainPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** Adapts a port of Electron to the stream protocol. The caller knows what the other end sends. */
export function adaptMainPort<Out, In>(port: MainPort): Port<Out, In> {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data as In))
      port.start()
    },
    onClose: (listener) => {
      port.on('close', listener)
    },
    close: () => port.close(),
  }
}

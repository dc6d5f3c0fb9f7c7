import type { Port } from './stream.js'

/** Electron's MessagePortMain, which main and the engine process use. */
interface MainPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** Adapts an Electron port to the stream protocol. The caller declares the types; messages are not checked. */
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

import type { Result } from './errors.js'
import type { Events } from './events.js'
import type { Requests } from './requests.js'
import type { Packet } from './stream.js'
import type { Streams } from './streams.js'

type Wire<F> = F extends (...args: infer A) => Promise<infer R> ? (...args: A) => Promise<Result<R>> : never

/** `window.parley`, which the preload generates from the contract's names and nothing more. */
export interface Bridge {
  /** `darwin`, `linux` …: for the title bar and shortcut names. */
  readonly platform: string
  readonly request: { readonly [K in keyof Requests]: Wire<Requests[K]> }
  readonly on: { readonly [K in keyof Events]: (listener: (event: Events[K]) => void) => () => void }
  /** Calls `onPacket` with one packet at a time; its promise acknowledges the packet. Returns the cancel function. */
  readonly open: {
    readonly [K in keyof Streams]: (
      request: Streams[K]['request'],
      onPacket: (packet: Packet<Streams[K]['event']>) => Promise<void>,
    ) => () => void
  }
}

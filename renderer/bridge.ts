import type { Bridge } from '../contract/bridge.js'
import { unwrap } from '../contract/errors.js'
import type { Events } from '../contract/events.js'
import { type Requests, requestNames } from '../contract/requests.js'
import { readPackets } from '../contract/stream.js'
import type { Streams } from '../contract/streams.js'

declare global {
  interface Window {
    readonly parley: Bridge
  }
}

const bridge = window.parley

export const platform = bridge.platform

/** The requests to main. Each throws an `AppError` with the code of the failure. */
export const request = Object.fromEntries(
  Object.keys(requestNames).map((name) => {
    const ask = bridge.request[name as keyof Requests] as (
      ...args: unknown[]
    ) => ReturnType<typeof bridge.request.loadView>
    return [name, async (...args: unknown[]) => unwrap(await ask(...args))]
  }),
) as unknown as Requests

/** Listens to an event of main. Returns the function that stops listening. */
export function listen<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): () => void {
  return bridge.on[name](listener)
}

/** Opens a stream of batches of events. Leaving the loop or aborting closes it. Throws `AppError` when it fails. */
export function open<K extends keyof Streams>(
  name: K,
  streamRequest: Streams[K]['request'],
  signal: AbortSignal,
): AsyncGenerator<readonly Streams[K]['event'][]> {
  return readPackets<Streams[K]['event']>((onPacket) => bridge.open[name](streamRequest, onPacket), signal)
}

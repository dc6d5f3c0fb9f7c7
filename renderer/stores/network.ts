import { create } from 'zustand'
import type { NetworkAttempt } from '../../contract/network.js'
import { listen, request } from '../bridge.js'

interface NetworkStore {
  /** Newest first. */
  readonly attempts: readonly NetworkAttempt[]
}

export const useNetwork = create<NetworkStore>(() => ({ attempts: [] }))

/** Loads the newest requests of the app, and follows those that it makes later. */
export async function followNetwork(): Promise<void> {
  listen('networkAttempted', (attempts) => useNetwork.setState({ attempts }))
  useNetwork.setState({ attempts: await request.listNetworkAttempts() })
}

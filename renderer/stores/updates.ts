import { create } from 'zustand'
import type { UpdateState } from '../../contract/updates.js'
import { listen, request } from '../bridge.js'
import { reportError } from './view.js'

export const useUpdates = create<{ readonly update: UpdateState }>(() => ({ update: { state: 'off' } }))

/** Shows how the app stands to its newest version, now and until the returned function is called. */
export function followUpdates(): () => void {
  const stop = listen('updateChanged', (update) => useUpdates.setState({ update }))
  request.getUpdate().then((update) => useUpdates.setState({ update }), reportError)
  return stop
}

export function checkForUpdates(): void {
  request.checkForUpdates().catch(reportError)
}

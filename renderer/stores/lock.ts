import { create } from 'zustand'
import { request } from '../bridge.js'
import { reportError } from './view.js'

interface LockStore {
  /** Why the lock can't be turned on here; `null`: it can. */
  readonly problem: string | null
}

export const useLock = create<LockStore>(() => ({ problem: null }))

/** Asks main whether the lock can be turned on, which depends on the lid of a MacBook. */
export function loadLock(): void {
  request.lockProblem().then((problem) => useLock.setState({ problem }), reportError)
}

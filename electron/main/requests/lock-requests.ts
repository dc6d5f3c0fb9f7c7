import type { RequestHandlers } from '../../../contract/requests.js'
import type { AppLock } from '../lock/app-lock.js'

export interface LockOptions {
  readonly lock: AppLock
}

export function createLockRequests({ lock }: LockOptions) {
  return {
    lockProblem: async () => lock.problem,
    unlock: () => lock.unlock(),
  } satisfies Partial<RequestHandlers>
}

/** How long the computer is idle until Parley locks; `null`: only when it sleeps or its screen locks. */
export const lockMinutes = { 'after-1': 1, 'after-5': 5, 'after-15': 15, 'after-60': 60, never: null } as const

export const lockLabels = {
  'after-1': 'After a minute without use',
  'after-5': 'After 5 minutes without use',
  'after-15': 'After 15 minutes without use',
  'after-60': 'After an hour without use',
  never: 'When the computer sleeps or its screen locks',
} as const satisfies Record<keyof typeof lockMinutes, string>

/** Requests about the lock. While Parley is locked, main refuses nearly all others. */
export interface LockRequests {
  /** Why the lock can't be turned on here, as a sentence; `null` when it can. */
  lockProblem(): Promise<string | null>
  /** Asks who is there, as the system does. Returns whether Parley is unlocked. */
  unlock(): Promise<boolean>
}

export const lockRequestNames = { lockProblem: true, unlock: true } satisfies Record<keyof LockRequests, true>

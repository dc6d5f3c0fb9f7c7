/** Whether Parley is locked, for everything that shows something outside of its windows' pages. */
let locked = false
const waiting: (() => void)[] = []
const listeners: (() => void)[] = []

export const isLocked = (): boolean => locked

/** Calls `listener` after each change. */
export const onLock = (listener: () => void): void => void listeners.push(listener)

/** Runs `work` now, or when Parley is unlocked. */
export function whenUnlocked(work: () => void): void {
  if (locked) waiting.push(work)
  else work()
}

/** What waits for the unlocking runs after the listeners. */
export function setLocked(next: boolean): void {
  if (next === locked) return
  locked = next
  for (const listener of listeners) listener()
  if (!locked) for (const work of waiting.splice(0)) work()
}

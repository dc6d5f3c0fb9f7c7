import { afterEach, expect, test } from 'vitest'
import { initialSettings } from '../../../contract/settings.js'
import { AppLock } from './app-lock.js'
import { isLocked, setLocked, whenUnlocked } from './lock-state.js'

afterEach(() => setLocked(false))

interface Given {
  readonly isOn?: boolean
  readonly exists?: boolean
  readonly problem?: string | null
}

function makeLock({ isOn = true, exists = true, problem = null }: Given = {}) {
  const state = {
    settings: { ...initialSettings, locks: isOn, locksAfter: 'after-5' as 'after-5' | 'never' },
    idleSeconds: 0,
    isRecognized: true,
    asked: 0,
    prepared: 0,
    planned: undefined as { readonly work: () => void; readonly ms: number } | undefined,
  }
  const lock = new AppLock({
    authenticator: {
      exists,
      problem,
      async authenticate() {
        state.asked++
        return state.isRecognized
      },
    },
    settings: () => state.settings,
    idleSeconds: () => state.idleSeconds,
    async prepare() {
      state.prepared++
    },
    plan(work, ms) {
      state.planned = { work, ms }
      return () => {
        state.planned = undefined
      }
    },
  })
  return { lock, state }
}

test('the app starts locked if the lock is on, and opens for who is recognized', async () => {
  const { lock, state } = makeLock()
  lock.begin()
  expect(isLocked()).toBe(true)
  state.isRecognized = false
  expect(await lock.unlock()).toBe(false)
  expect(isLocked()).toBe(true)
  state.isRecognized = true
  expect(await lock.unlock()).toBe(true)
  expect(isLocked()).toBe(false)
})

test('a lock that is off, or that this system could never open again, never locks', async () => {
  for (const given of [{ isOn: false }, { exists: false }]) {
    const { lock, state } = makeLock(given)
    lock.begin()
    await lock.lock()
    state.idleSeconds = 10_000
    lock.planIdle()
    expect(isLocked()).toBe(false)
    expect(state.planned).toBeUndefined()
  }
})

test('a closed lid leaves what is locked locked, because the system then asks for the password', () => {
  const { lock } = makeLock({ problem: 'The lid is closed.' })
  lock.begin()
  expect(isLocked()).toBe(true)
})

test('it looks again when the time without use could be over, and locks only when it is', async () => {
  const { lock, state } = makeLock()
  state.idleSeconds = 60
  lock.planIdle()
  expect(state.planned?.ms).toBe(240_000)
  state.idleSeconds = 10 // someone has typed meanwhile
  state.planned?.work()
  expect(isLocked()).toBe(false)
  expect(state.planned?.ms).toBe(290_000)
  state.idleSeconds = 300
  state.planned?.work()
  await expect.poll(isLocked).toBe(true)
  expect(state.prepared).toBe(1)
})

test('who chose never is locked by sleep alone', async () => {
  const { lock, state } = makeLock()
  state.settings = { ...state.settings, locksAfter: 'never' }
  lock.planIdle()
  expect(state.planned).toBeUndefined()
  await lock.lock()
  expect(isLocked()).toBe(true)
})

test('two windows that ask at once get one dialog', async () => {
  const { lock, state } = makeLock()
  lock.begin()
  expect(await Promise.all([lock.unlock(), lock.unlock()])).toEqual([true, true])
  expect(state.asked).toBe(1)
})

test('who turns the lock on shows first that they can open it', async () => {
  const { lock, state } = makeLock({ isOn: false })
  state.isRecognized = false
  await expect(lock.allow({ locks: true })).rejects.toMatchObject({ code: 'refused' })
  state.isRecognized = true
  await lock.allow({ locks: true })
  expect(state.asked).toBe(2)
  await lock.allow({ locks: false })
  expect(state.asked).toBe(2)
  const without = makeLock({ isOn: false, problem: 'There is no Touch ID.' })
  await expect(without.lock.allow({ locks: true })).rejects.toThrow('There is no Touch ID.')
})

test('what is for a window waits until it is unlocked', async () => {
  const { lock } = makeLock()
  const ran: string[] = []
  whenUnlocked(() => ran.push('before'))
  lock.begin()
  whenUnlocked(() => ran.push('after'))
  expect(ran).toEqual(['before'])
  await lock.unlock()
  expect(ran).toEqual(['before', 'after'])
})

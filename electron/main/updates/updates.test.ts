import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { UpdateState } from '../../../contract/updates.js'
import { type FoundUpdate, type Updater, Updates } from './updates.js'

let isOn = true
let states: UpdateState['state'][] = []
let messages: string[] = []
let found: FoundUpdate | undefined
let cancelled = 0
let download: Updater['download'] = async () => {}

beforeEach(() => {
  isOn = true
  states = []
  messages = []
  found = undefined
  cancelled = 0
  download = async () => {}
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => vi.restoreAllMocks())

let checks = 0
const makeUpdater = async (): Promise<Updater> => ({
  check: async () => {
    checks++
    return found
  },
  download: (onProgress) => download(onProgress),
  cancel: () => void cancelled++,
})

const make = (options: { readonly isAvailable?: boolean } = {}) =>
  new Updates({
    makeUpdater: options.isAvailable === false ? undefined : makeUpdater,
    isOn: () => isOn,
    onChange: ({ state }) => states.push(state),
    onReady: (message) => messages.push(message),
    now: () => 7,
  })

test('a newer version is downloaded in the background and installed at the end of the app, with its notes', async () => {
  found = { version: '1.2.0', notes: 'Better herons.' }
  download = async (onProgress) => {
    onProgress(0.5)
  }
  const updates = make()
  await updates.look()
  expect(states).toEqual(['checking', 'downloading', 'downloading', 'ready'])
  expect(updates.state).toEqual({ state: 'ready', version: '1.2.0', notes: 'Better herons.' })
  expect(messages).toEqual(['Parley 1.2.0 is ready. It is installed when you quit.'])
  const before = checks
  await updates.look()
  expect(checks).toBe(before)
})

test('without a newer version it says when it looked; two looks at once are one', async () => {
  const updates = make()
  const before = checks
  await Promise.all([updates.look(), updates.look()])
  expect(checks).toBe(before + 1)
  expect(updates.state).toEqual({ state: 'current', checkedAt: 7 })
})

test('a build without updates, and one whose user turned them off, ask nobody', async () => {
  const before = checks
  const development = make({ isAvailable: false })
  await development.look()
  expect(development.state).toEqual({ state: 'unavailable' })
  isOn = false
  const off = make()
  await off.look()
  expect(off.state).toEqual({ state: 'off' })
  expect(checks).toBe(before)
  isOn = true
  off.onSwitch()
  expect(off.state).toEqual({ state: 'current', checkedAt: null })
})

test('the switch of the network ends a download, and its failure is no failure', async () => {
  found = { version: '1.2.0', notes: '' }
  let fail = (_: Error) => {}
  let begun = () => {}
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  download = () =>
    new Promise((_, reject) => {
      fail = reject
      begun()
    })
  const updates = make()
  const looking = updates.look()
  await hasBegun
  isOn = false
  updates.onSwitch()
  fail(new Error('cancelled'))
  await looking
  expect(cancelled).toBe(1)
  expect(updates.state).toEqual({ state: 'off' })
})

test('a failure is said, and the next look tries again', async () => {
  found = { version: '1.2.0', notes: '' }
  download = async () => {
    throw new Error('sha512 checksum mismatch')
  }
  const updates = make()
  await updates.look()
  expect(updates.state).toEqual({
    state: 'failed',
    message: 'The newest version could not be fetched. Parley tries again later.',
  })
  download = async () => {}
  await updates.look()
  expect(updates.state.state).toBe('ready')
})

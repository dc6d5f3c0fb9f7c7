import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { commitOf, hostedModel } from '../../testing/hub/hosted-model.js'
import { HubServer } from '../../testing/hub/hub-server.js'
import { nodeTransport } from '../node-transport.js'
import { DownloadList } from './download-list.js'
import { ModelDownloads } from './model-downloads.js'

let server: HubServer
let folder: string
let isNetworkOn: boolean
let changed: () => void
let open: ModelDownloads[]
let trashed: string[]
beforeAll(async () => {
  server = await HubServer.start()
  for (const id of ['lab/a', 'lab/b', 'lab/c'])
    server.host({ ...hostedModel({ id, seed: id, shardBytes: 60_000 }), commit: commitOf(id) })
})
afterAll(() => server.stop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-downloads-'))
  isNetworkOn = true
  server.behaviour = {}
  open = []
  trashed = []
  changed = () => {}
})
afterEach(async () => {
  await Promise.all(open.map((downloads) => downloads.stop()))
  rmSync(folder, { recursive: true, force: true })
})

function make(): ModelDownloads {
  const downloads = new ModelDownloads({
    list: new DownloadList(folder),
    folder: join(folder, 'models'),
    base: new URL(server.base),
    transport: nodeTransport,
    token: { value: undefined, kind: 'none' },
    isNetworkOn: () => isNetworkOn,
    trash: async (path) => {
      trashed.push(path)
      rmSync(path, { recursive: true })
    },
    addModel: async (path) => ({ id: path.slice(folder.length) }),
    onChange: () => changed(),
    retryAfterMs: 5,
  })
  open.push(downloads)
  return downloads
}

const states = (downloads: ModelDownloads) =>
  downloads.view.downloads.map(({ repository, status }) => `${repository} ${status.state}`)

/** Waits until the downloads have these states. */
const until = (downloads: ModelDownloads, expected: readonly string[], isIdle = false) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (states(downloads).join() === expected.join() && (!isIdle || !downloads.isBusy)) resolve()
    }
    changed = look
    look()
  })

/** Waits until the list of weights is known: before that nothing is kept. */
const untilWeights = (downloads: ModelDownloads) =>
  new Promise<void>((resolve) => {
    changed = () => {
      if (downloads.view.downloads.some(({ totalBytes }) => totalBytes > 100_000)) resolve()
    }
  })

const held = () => ({ onFile: (name: string) => (name.startsWith('model-') ? ('silent' as const) : undefined) })

test('downloads run one after the other and become models', async () => {
  const downloads = make()
  downloads.add('lab/a')
  downloads.add('lab/b')
  await until(downloads, ['lab/a done', 'lab/b done'], true)
  expect(downloads.view.downloads[0]?.status).toEqual({ state: 'done', modelId: '/models/lab/a' })
  expect(new DownloadList(folder).content.entries).toEqual([])
})

test('a paused download stays paused after a restart, one that ran or waited goes on', async () => {
  server.behaviour = held()
  const first = make()
  const a = first.add('lab/a')
  first.add('lab/b')
  await until(first, ['lab/a running', 'lab/b queued'])
  await first.pause(a)
  await until(first, ['lab/a paused', 'lab/b running'])
  await first.stop()
  server.behaviour = {}
  const second = make()
  expect(states(second)).toEqual(['lab/a paused', 'lab/b queued'])
  second.start()
  await until(second, ['lab/a paused', 'lab/b done'])
  second.resume(a)
  await until(second, ['lab/b done', 'lab/a done'])
})

test('a download that is moved to the front runs at once', async () => {
  server.behaviour = held()
  const downloads = make()
  downloads.add('lab/a')
  const b = downloads.add('lab/b')
  await until(downloads, ['lab/a running', 'lab/b queued'])
  await downloads.move(b, 0)
  await until(downloads, ['lab/b running', 'lab/a queued'])
})

test('what has arrived of a cancelled download goes to the Trash, and nothing stays', async () => {
  server.behaviour = held()
  const downloads = make()
  const a = downloads.add('lab/a')
  await untilWeights(downloads)
  expect(existsSync(join(folder, 'models', 'lab', 'a'))).toBe(true)
  await downloads.cancel(a)
  expect(trashed).toEqual([join(folder, 'models', 'lab', 'a')])
  expect(states(downloads)).toEqual([])
  expect(existsSync(join(folder, 'models', 'lab', 'a'))).toBe(false)
})

test('half a download that the list has lost is listed again, and goes on where it was', async () => {
  server.behaviour = held()
  const first = make()
  first.add('lab/a')
  await untilWeights(first)
  await first.stop()
  rmSync(join(folder, 'downloads.json'))
  server.behaviour = {}
  const second = make()
  await second.findHalves()
  expect(states(second)).toEqual(['lab/a paused'])
  expect(second.view.downloads[0]?.doneBytes).toBeGreaterThan(0)
  second.resume(second.view.downloads[0]?.id ?? '')
  await until(second, ['lab/a done'], true)
  await second.findHalves()
  expect(states(second)).toEqual(['lab/a done'])
})

test('with the network off nothing runs; when it is on again, the download goes on', async () => {
  server.behaviour = held()
  const downloads = make()
  downloads.add('lab/a')
  await until(downloads, ['lab/a running'])
  isNetworkOn = false
  await downloads.onNetworkSwitch()
  expect(states(downloads)).toEqual(['lab/a queued'])
  expect(() => downloads.add('lab/b')).toThrow(expect.objectContaining({ code: 'network-off' }))
  server.behaviour = {}
  isNetworkOn = true
  await downloads.onNetworkSwitch()
  await until(downloads, ['lab/a done'])
})

test('a repository that is refused says why, and the next one runs', async () => {
  const downloads = make()
  downloads.add('lab/nothing')
  downloads.add('lab/c')
  await until(downloads, ['lab/nothing failed', 'lab/c done'])
  expect(downloads.view.downloads[0]?.status).toMatchObject({ code: 'hub-denied' })
  expect(() => downloads.add('../../etc')).toThrow(expect.objectContaining({ code: 'refused' }))
})

test.each([
  ['of an earlier version', { entries: [{ id: 'a', repository: 'lab/a' }] }, ['lab/a queued']],
  [
    'with a damaged entry',
    {
      entries: [
        { id: '../x', repository: 'lab/a' },
        { id: 'b', repository: 'lab/b', isPaused: true },
      ],
    },
    ['lab/b paused'],
  ],
  ['that is damaged', { entries: 7, speedLimit: 'fast' }, []],
])('a list %s loses no more than that', (_, content, expected) => {
  writeFileSync(join(folder, 'downloads.json'), JSON.stringify(content))
  expect(states(make())).toEqual(expected)
})

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import type { AddressFault, SendingFault } from '../testing/hub/faults.js'
import { bytesOf, commitOf, hostedModel, modelFiles } from '../testing/hub/hosted-model.js'
import { type HostedRepository, HubServer, sha256Of } from '../testing/hub/hub-server.js'
import { type DownloadOptions, type DownloadProgress, download } from './download.js'
import { nodeTransport } from './node-transport.js'

const blockBytes = 64 * 1024
const timing = { firstDelayMs: 1, maxDelayMs: 5, patienceMs: 60_000, stallMs: 500, maxStatedWaitMs: 2_000 }
/** For failures that last. */
const impatient = { ...timing, patienceMs: 300 }

let server: HubServer
let folder: string
let parent: string
let model: HostedRepository
beforeAll(async () => {
  server = await HubServer.start()
})
afterAll(() => server.stop())
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'parley-download-'))
  folder = join(parent, 'heron')
  model = hostedModel()
  server.host(model, { keepsOlder: false })
  server.behaviour = {}
  server.seen.length = 0
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const get = (options: Partial<DownloadOptions> = {}) =>
  download({
    repository: model.id,
    folder,
    base: new URL(server.base),
    transport: nodeTransport,
    signal: new AbortController().signal,
    timing,
    blockBytes,
    ...options,
  })

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.unreachable('The download should have failed.'),
    (error) => {
      expect(error).toBeInstanceOf(AppError)
      return error as AppError
    },
  )

const record = '.parley-model.json'

function expectWhole(repository = model): void {
  expect(readdirSync(folder).sort()).toEqual([record, ...modelFiles].sort())
  for (const name of modelFiles)
    expect(sha256Of(readFileSync(join(folder, name))), name).toBe(sha256Of(repository.files[name] ?? Buffer.alloc(0)))
}

/** Pauses a download; the request that does so stays without an answer. */
const stalledAfter = (stop: AbortController): SendingFault => {
  stop.abort()
  return 'silent'
}

const fileRequests = () => server.seen.filter(({ path }) => !path.startsWith('/api/'))
const weights = 'model-00001-of-00002.safetensors'

test('a model arrives with the files that it needs and nothing else, each with its hash', async () => {
  const { files, refetchedBytes, commit } = await get()
  expectWhole()
  expect(files).toEqual(
    modelFiles.map((name) => {
      const content = model.files[name] ?? Buffer.alloc(0)
      return { name, bytes: content.byteLength, sha256: sha256Of(content) }
    }),
  )
  expect({ refetchedBytes, commit }).toEqual({ refetchedBytes: 0, commit: model.commit })
  expect(fileRequests().every(({ range }) => range !== undefined)).toBe(true)
  // The address of a large file is asked for once.
  expect(fileRequests().filter(({ host, path }) => host === 'hub' && path.endsWith(weights))).toHaveLength(1)
})

test('a second download fetches nothing', async () => {
  await get()
  server.seen.length = 0
  const { refetchedBytes, files } = await get()
  expect(fileRequests()).toEqual([])
  expect({ refetchedBytes, count: files.length }).toEqual({ refetchedBytes: 0, count: modelFiles.length })
  expectWhole()
})

test('the token goes to the hub alone', async () => {
  await get({ token: 'hf_secret' })
  for (const { host, authorization } of server.seen)
    expect(authorization).toBe(host === 'hub' ? 'Bearer hf_secret' : undefined)
  expect(server.seen.some(({ host }) => host === 'files')).toBe(true)
})

const bends: readonly SendingFault[] = [
  'drop',
  'refuse',
  'stall',
  'silent',
  'slow',
  'short',
  'long',
  'wrong-range',
  'whole',
  'gzip',
  'too-many',
  'server-error',
  'bad-gateway',
]

test.each(bends)('after the fault %s the download goes on and every file is whole', async (fault) => {
  const bent = new Set<string>()
  server.behaviour = {
    onFile(name) {
      if (bent.has(name) || name === 'config.json') return undefined
      bent.add(name)
      return name.startsWith('model-') ? fault : undefined
    },
  }
  const { refetchedBytes } = await get()
  expectWhole()
  expect(refetchedBytes).toBeLessThanOrEqual(2 * 2 * blockBytes)
})

test('an address that expires is asked for again', async () => {
  let count = 0
  server.behaviour = { onFile: (name) => (name === weights && ++count === 3 ? 'expired' : undefined) }
  await get()
  expectWhole()
  expect(fileRequests().filter(({ host, path }) => host === 'hub' && path.endsWith(weights))).toHaveLength(2)
})

test('a fresh address that is refused ends the download', async () => {
  server.behaviour = { onFile: (name) => (name === weights ? 'expired' : undefined) }
  expect(await failure(get())).toMatchObject({ code: 'hub-denied' })
})

test('a server that knows no ranges delivers a whole model', async () => {
  server.behaviour = { onFile: () => 'whole' }
  await get()
  expectWhole()
})

test.each(['server-error', 'refuse', 'wrong-range', 'gzip', 'silent'] as const)(
  'the fault %s that lasts ends the download with a sentence, and what has arrived is kept',
  async (fault) => {
    let isFailing = false
    server.behaviour = {
      onFile: (name, { range }) =>
        isFailing && name === weights && range?.startsWith('bytes=131072') ? fault : undefined,
    }
    isFailing = true
    const error = await failure(get({ timing: impatient }))
    expect(error.code).toMatch(/^hub-(failed|unreachable)$/)
    expect(error.message).toContain('What has arrived is kept')
    expect(existsSync(join(folder, 'config.json'))).toBe(false)
    isFailing = false
    server.seen.length = 0
    await get()
    expectWhole()
    expect(fileRequests().some(({ path, range }) => path.includes(weights) && range === 'bytes=0-65535')).toBe(false)
  },
)

test.each([
  ['refused-host', 'hub-refused', 'files.example.com'],
  ['evil-suffix', 'hub-refused', 'evilhf.co'],
  ['to-http', 'hub-refused', 'http://us.aws.cdn.hf.co'],
  ['loop', 'hub-failed', 'circle'],
  ['hash-lie', 'download-damaged', 'do not agree'],
  ['other-commit', 'download-damaged', 'do not agree'],
] as const satisfies readonly [AddressFault, string, string][])(
  'the fault %s ends the download with %s',
  async (fault, code, words) => {
    server.behaviour = { onAddress: (name) => (name === weights ? fault : undefined) }
    const error = await failure(get())
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) })
    server.behaviour = {}
    await get()
    expectWhole()
  },
)

test('a wait that the server states is kept and shown, one that is too long ends the download', async () => {
  let waits = 1
  server.behaviour = {
    onRequest(_, response, { path }) {
      if (!path.startsWith('/api/') || waits-- <= 0) return false
      response.writeHead(429, { ratelimit: '"api";r=0;t=0', 'retry-after': '9' }).end()
      return true
    },
  }
  const shown: DownloadProgress[] = []
  await get({ onProgress: (progress) => shown.push(progress) })
  expect(shown.find(({ state }) => state === 'waiting')).toMatchObject({
    wait: { reason: expect.stringContaining('too many requests'), until: expect.any(Number) },
  })
  server.behaviour = {
    onRequest: (_, response) => !!response.writeHead(429, { 'retry-after': '4000' }).end(),
  }
  expect((await failure(get())).message).toContain('67 minutes')
})

test('one flipped bit is found and only its block is fetched again', async () => {
  await get()
  const path = join(folder, weights)
  const content = readFileSync(path)
  content[200_000] = (content[200_000] ?? 0) ^ 4
  writeFileSync(path, content)
  server.seen.length = 0
  const { refetchedBytes } = await get()
  expectWhole()
  const block = Math.floor(200_000 / blockBytes) * blockBytes
  const ranges = new Set(fileRequests().map(({ range }) => range))
  expect([...ranges]).toEqual([`bytes=${block}-${block + blockBytes - 1}`])
  expect(refetchedBytes).toBeLessThanOrEqual(blockBytes)
})

const flipped = (content: Uint8Array, place: number) => {
  const other = Buffer.from(content)
  other[place] = (other[place] ?? 0) ^ 1
  return other
}

test('a bit that flips on the way is found, and its block fetched again', async () => {
  let isFlipping = true
  server.behaviour = {
    onContent(name, content, { range }) {
      if (!isFlipping || name !== weights || !range?.startsWith('bytes=131072-')) return content
      isFlipping = false
      return flipped(content, 140_000)
    },
  }
  const { refetchedBytes } = await get()
  expect({ isFlipping, isAgain: refetchedBytes > 0 }).toEqual({ isFlipping: false, isAgain: true })
  expectWhole()
})

test('content that is not what the server announces is never used', async () => {
  server.behaviour = { onContent: (name, content) => (name === weights ? flipped(content, 5) : content) }
  expect(await failure(get())).toMatchObject({ code: 'download-damaged' })
  expect(existsSync(join(folder, 'config.json'))).toBe(false)
  expect(existsSync(join(folder, weights))).toBe(false)
})

const without = (...names: string[]): HostedRepository => ({
  ...model,
  files: Object.fromEntries(Object.entries(model.files).filter(([name]) => !names.includes(name))),
})

test.each([
  ['without config.json', () => without('config.json'), 'not-a-model'],
  ['without a shard', () => without('model-00002-of-00002.safetensors'), 'not-a-model'],
  ['without weights', () => without(weights, 'model-00002-of-00002.safetensors'), 'not-a-model'],
  [
    'with a name that leaves the folder',
    () => ({ ...model, files: { ...model.files, '../evil.json': Buffer.from('x') } }),
    'hub-refused',
  ],
  [
    'with a shard outside',
    () => ({
      ...model,
      files: {
        ...model.files,
        'model.safetensors.index.json': Buffer.from('{"weight_map":{"a":"../../model.safetensors"}}'),
      },
    }),
    'hub-refused',
  ],
  [
    'with names equal but for case',
    () => ({ ...model, files: { ...model.files, 'Readme.md': Buffer.from('x') } }),
    'hub-refused',
  ],
  [
    'with a damaged config.json',
    () => ({ ...model, files: { ...model.files, 'config.json': Buffer.from('{') } }),
    'not-a-model',
  ],
] as const)('a repository %s is refused before its weights, and nothing stays', async (_, make, code) => {
  server.host(make(), { keepsOlder: false })
  expect((await failure(get())).code).toBe(code)
  expect(server.seen.some(({ path }) => path.includes('safetensors') && !path.includes('index'))).toBe(false)
  expect(existsSync(folder)).toBe(false)
})

test('a stale index beside whole weights counts as none', async () => {
  const index = Buffer.from(JSON.stringify({ weight_map: { a: 'model-00001-of-00004.safetensors' } }))
  server.host({ ...model, files: { ...model.files, 'model.safetensors.index.json': index } }, { keepsOlder: false })
  const { files } = await get()
  expect(files.map(({ name }) => name)).toEqual(modelFiles.filter((name) => !name.includes('index')))
})

test('an unknown repository and an unknown revision are refused with their names', async () => {
  expect((await failure(get({ repository: 'lab/nothing' }))).message).toContain('lab/nothing')
  const error = await failure(get({ revision: 'e'.repeat(40) }))
  expect(error).toMatchObject({ code: 'hub-not-found', message: expect.stringContaining(model.id) })
  for (const name of ['../x', 'a/b/c', '', 'a b', '/etc/passwd', 'https://x.example/y'])
    expect((await failure(get({ repository: name }))).code).toBe('refused')
  expect(existsSync(folder)).toBe(false)
})

test('a repository that changes meanwhile: a download that was begun ends with its own commit, else with the new one', async () => {
  const stop = new AbortController()
  server.behaviour = {
    onFile: (name, { range }) =>
      name === weights && range?.startsWith('bytes=131072') ? stalledAfter(stop) : undefined,
  }
  await expect(get({ signal: stop.signal })).rejects.toThrow()
  server.behaviour = {}
  const newer = hostedModel({ seed: 'b' })
  server.host(newer)
  expect(await get()).toMatchObject({ commit: model.commit })
  expectWhole()
  expect(await get()).toMatchObject({ commit: newer.commit })
  expectWhole(newer)
})

test('when the commit is gone, the new one is fetched and what is the same is kept', async () => {
  const stop = new AbortController()
  server.behaviour = {
    onFile: (name) => (name === 'model-00002-of-00002.safetensors' ? stalledAfter(stop) : undefined),
  }
  await expect(get({ signal: stop.signal, maxRequests: 1 })).rejects.toThrow()
  server.behaviour = {}
  const newer = {
    ...model,
    commit: commitOf('c'),
    files: { ...model.files, 'tokenizer.json': bytesOf('new', 80_000) },
  }
  server.host(newer, { keepsOlder: false })
  server.seen.length = 0
  expect(await get()).toMatchObject({ commit: newer.commit })
  expectWhole(newer)
  expect(fileRequests().some(({ host, path }) => host === 'files' && path.includes(weights))).toBe(false)
})

test('two downloads into one folder end cleanly, and it becomes whole', async () => {
  const [first, second] = await Promise.allSettled([get(), get()])
  const ends = [first, second].map(({ status }) => status).sort()
  expect(ends).toEqual(['fulfilled', 'rejected'])
  expect(second).toMatchObject({ reason: { code: 'download-busy' } })
  expectWhole()
  await get()
})

test('a file that Parley did not put there is never replaced', async () => {
  await get()
  rmSync(join(folder, record))
  writeFileSync(join(folder, 'README.md'), 'mine')
  expect(await failure(get())).toMatchObject({ code: 'refused', message: expect.stringContaining('README.md') })
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine')
})

test('a truncated file is completed', async () => {
  await get()
  writeFileSync(join(folder, weights), (model.files[weights] ?? Buffer.alloc(0)).subarray(0, 100_000))
  server.seen.length = 0
  await get()
  expectWhole()
  expect(fileRequests().some(({ range }) => range?.startsWith('bytes=0-'))).toBe(false)
})

test('the speed is limited', async () => {
  let now = 0
  const shown: number[] = []
  const startedAt = performance.now()
  await get({
    speedLimit: () => 2_000_000,
    onProgress(progress) {
      if (progress.state === 'downloading') shown.push(progress.doneBytes)
      now = performance.now()
    },
  })
  expect(now - startedAt).toBeGreaterThan(200)
  expect(shown.at(-1)).toBeGreaterThan(500_000)
  expectWhole()
})

test('a mirror’s base may have a path', async () => {
  server.behaviour = {
    onRequest(request) {
      request.url = request.url?.replace(/^\/mirror/, '')
      return false
    },
  }
  const error = await failure(get({ base: new URL(`${server.base}/mirror`) }))
  expect(server.seen[0]?.path).toBe(`/mirror/api/models/${model.id}/revision/main?blobs=true`)
  expect(error.code).toBe('hub-not-found')
})

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blockBytes, DownloadTrial, failure, weights } from '../testing/hub/download-trial.js'
import type { SendingFault } from '../testing/hub/faults.js'
import { bytesOf, commitOf, hostedModel, modelFiles } from '../testing/hub/hosted-model.js'
import { type HostedRepository, sha256Of } from '../testing/hub/hub-server.js'
import { canMount } from '../testing/small-disk.js'

const trial = DownloadTrial.ofFile()

/** Pauses a download; the request that does so stays without an answer. */
const stalledAfter = (stop: AbortController): SendingFault => {
  stop.abort()
  return 'silent'
}

test('a model arrives with the files that it needs and nothing else, each with its hash', async () => {
  const { files, refetchedBytes, commit } = await trial.get()
  trial.expectWhole()
  expect(files).toEqual(
    modelFiles.map((name) => {
      const content = trial.model.files[name] ?? Buffer.alloc(0)
      return { name, bytes: content.byteLength, sha256: sha256Of(content) }
    }),
  )
  expect({ refetchedBytes, commit }).toEqual({ refetchedBytes: 0, commit: trial.model.commit })
  expect(trial.fileRequests().every(({ range }) => range !== undefined)).toBe(true)
  // The address of a large file is asked for once.
  expect(trial.fileRequests().filter(({ host, path }) => host === 'hub' && path.endsWith(weights))).toHaveLength(1)
})

test('a second download fetches nothing', async () => {
  await trial.get()
  trial.server.seen.length = 0
  const { refetchedBytes, files } = await trial.get()
  expect(trial.fileRequests()).toEqual([])
  expect({ refetchedBytes, count: files.length }).toEqual({ refetchedBytes: 0, count: modelFiles.length })
  trial.expectWhole()
})

test('the token goes to the hub alone', async () => {
  await trial.get({ token: 'hf_secret' })
  for (const { host, authorization } of trial.server.seen)
    expect(authorization).toBe(host === 'hub' ? 'Bearer hf_secret' : undefined)
  expect(trial.server.seen.some(({ host }) => host === 'files')).toBe(true)
})

test('one flipped bit is found and only its block is fetched again', async () => {
  await trial.get()
  const path = join(trial.folder, weights)
  const content = readFileSync(path)
  content[200_000] = (content[200_000] ?? 0) ^ 4
  writeFileSync(path, content)
  trial.server.seen.length = 0
  const { refetchedBytes } = await trial.get()
  trial.expectWhole()
  const block = Math.floor(200_000 / blockBytes) * blockBytes
  const ranges = new Set(trial.fileRequests().map(({ range }) => range))
  expect([...ranges]).toEqual([`bytes=${block}-${block + blockBytes - 1}`])
  expect(refetchedBytes).toBe(blockBytes)
})

const without = (...names: string[]): HostedRepository => ({
  ...trial.model,
  files: Object.fromEntries(Object.entries(trial.model.files).filter(([name]) => !names.includes(name))),
})

test.each([
  ['without config.json', () => without('config.json'), 'not-a-model'],
  ['without a shard', () => without('model-00002-of-00002.safetensors'), 'not-a-model'],
  ['without weights', () => without(weights, 'model-00002-of-00002.safetensors'), 'not-a-model'],
  [
    'with a name that leaves the folder',
    () => ({ ...trial.model, files: { ...trial.model.files, '../evil.json': Buffer.from('x') } }),
    'hub-refused',
  ],
  [
    'with a shard outside',
    () => ({
      ...trial.model,
      files: {
        ...trial.model.files,
        'model.safetensors.index.json': Buffer.from('{"weight_map":{"a":"../../model.safetensors"}}'),
      },
    }),
    'hub-refused',
  ],
  [
    'with names equal but for case',
    () => ({ ...trial.model, files: { ...trial.model.files, 'Readme.md': Buffer.from('x') } }),
    'hub-refused',
  ],
  [
    'with a damaged config.json',
    () => ({ ...trial.model, files: { ...trial.model.files, 'config.json': Buffer.from('{') } }),
    'not-a-model',
  ],
] as const)('a repository %s is refused before its weights, and nothing stays', async (_, make, code) => {
  trial.server.host(make(), { keepsOlder: false })
  expect((await failure(trial.get())).code).toBe(code)
  expect(trial.server.seen.some(({ path }) => path.includes('safetensors') && !path.includes('index'))).toBe(false)
  expect(existsSync(trial.folder)).toBe(false)
})

test('a stale index beside whole weights counts as none', async () => {
  const index = Buffer.from(JSON.stringify({ weight_map: { a: 'model-00001-of-00004.safetensors' } }))
  trial.server.host(
    { ...trial.model, files: { ...trial.model.files, 'model.safetensors.index.json': index } },
    { keepsOlder: false },
  )
  const { files } = await trial.get()
  expect(files.map(({ name }) => name)).toEqual(modelFiles.filter((name) => !name.includes('index')))
})

test('an unknown repository and an unknown revision are refused with their names', async () => {
  expect((await failure(trial.get({ repository: 'lab/nothing' }))).message).toContain('lab/nothing')
  const error = await failure(trial.get({ revision: 'e'.repeat(40) }))
  expect(error).toMatchObject({ code: 'hub-not-found', message: expect.stringContaining(trial.model.id) })
  for (const name of ['../x', 'a/b/c', '', 'a b', '/etc/passwd', 'https://x.example/y'])
    expect((await failure(trial.get({ repository: name }))).code).toBe('refused')
  expect(existsSync(trial.folder)).toBe(false)
})

test('a repository that changes meanwhile: a download that was begun ends with its own commit, else with the new one', async () => {
  const stop = new AbortController()
  trial.server.behaviour = {
    onFile: (name, { range }) =>
      name === weights && range?.startsWith('bytes=131072') ? stalledAfter(stop) : undefined,
  }
  await expect(trial.get({ signal: stop.signal })).rejects.toThrow()
  trial.server.behaviour = {}
  const newer = hostedModel({ seed: 'b' })
  trial.server.host(newer)
  expect(await trial.get()).toMatchObject({ commit: trial.model.commit })
  trial.expectWhole()
  expect(await trial.get()).toMatchObject({ commit: newer.commit })
  trial.expectWhole(newer)
})

test('when the commit is gone, the new one is fetched and what is the same is kept', async () => {
  const stop = new AbortController()
  trial.server.behaviour = {
    onFile: (name) => (name === 'model-00002-of-00002.safetensors' ? stalledAfter(stop) : undefined),
  }
  await expect(trial.get({ signal: stop.signal, maxRequests: 1 })).rejects.toThrow()
  trial.server.behaviour = {}
  const newer = {
    ...trial.model,
    commit: commitOf('c'),
    files: { ...trial.model.files, 'tokenizer.json': bytesOf('new', 80_000) },
  }
  trial.server.host(newer, { keepsOlder: false })
  trial.server.seen.length = 0
  expect(await trial.get()).toMatchObject({ commit: newer.commit })
  trial.expectWhole(newer)
  expect(trial.fileRequests().some(({ host, path }) => host === 'files' && path.includes(weights))).toBe(false)
})

test('two downloads into one folder end cleanly, and it becomes whole', async () => {
  const [first, second] = await Promise.allSettled([trial.get(), trial.get()])
  const ends = [first, second].map(({ status }) => status).sort()
  expect(ends).toEqual(['fulfilled', 'rejected'])
  expect(second).toMatchObject({ reason: { code: 'download-busy' } })
  trial.expectWhole()
  await trial.get()
})

test('a file that Parley did not put there is never replaced', async () => {
  await trial.get()
  rmSync(join(trial.folder, '.parley-model.json'))
  writeFileSync(join(trial.folder, 'README.md'), 'mine')
  expect(await failure(trial.get())).toMatchObject({ code: 'refused', message: expect.stringContaining('README.md') })
  expect(readFileSync(join(trial.folder, 'README.md'), 'utf8')).toBe('mine')
})

test('a truncated file is completed', async () => {
  await trial.get()
  writeFileSync(join(trial.folder, weights), (trial.model.files[weights] ?? Buffer.alloc(0)).subarray(0, 100_000))
  trial.server.seen.length = 0
  await trial.get()
  trial.expectWhole()
  expect(trial.fileRequests().some(({ range }) => range?.startsWith('bytes=0-'))).toBe(false)
})

if (canMount)
  test('a disk that can’t take the model and keep some space free is said before the weights', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=30m', 'parley-test', trial.parent])
    try {
      const error = await failure(trial.get())
      expect(error).toMatchObject({ code: 'disk-full', message: expect.stringContaining('needs') })
      expect(trial.server.seen.some(({ path }) => path.includes(weights))).toBe(false)
    } finally {
      execFileSync('umount', [trial.parent])
    }
  })

test('the speed is limited', async () => {
  let now = 0
  const shown: number[] = []
  const startedAt = performance.now()
  await trial.get({
    speedLimit: () => 2_000_000,
    onProgress(progress) {
      if (progress.state === 'downloading') shown.push(progress.doneBytes)
      now = performance.now()
    },
  })
  expect(now - startedAt).toBeGreaterThan(200)
  expect(shown.at(-1)).toBeGreaterThan(500_000)
  trial.expectWhole()
})

test('a mirror’s base may have a path', async () => {
  trial.server.behaviour = {
    onRequest(request) {
      request.url = request.url?.replace(/^\/mirror/, '')
      return false
    },
  }
  const error = await failure(trial.get({ base: new URL(`${trial.server.base}/mirror`) }))
  expect(trial.server.seen[0]?.path).toBe(`/mirror/api/models/${trial.model.id}/revision/main?blobs=true`)
  expect(error.code).toBe('hub-not-found')
})

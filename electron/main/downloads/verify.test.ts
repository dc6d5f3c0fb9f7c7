import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostedModel } from '../testing/hub/hosted-model.js'
import { HubServer } from '../testing/hub/hub-server.js'
import { download } from './download.js'
import { nodeTransport } from './node-transport.js'
import { damagedFiles, recordedModel } from './verify.js'

let server: HubServer
let home: string
const folder = () => join(home, 'heron')
const { signal } = new AbortController()
const get = () =>
  download({
    repository: 'lab/heron-4bit',
    folder: folder(),
    base: new URL(server.base),
    transport: nodeTransport,
    signal,
  })

beforeAll(async () => {
  server = await HubServer.start()
  server.host(hostedModel())
  home = mkdtempSync(join(tmpdir(), 'parley-verify-'))
  await get()
})
afterAll(async () => {
  await server.stop()
  rmSync(home, { recursive: true })
})

test('a flipped bit and a missing file are found, and a second download mends them', async () => {
  expect(await damagedFiles(folder(), signal)).toEqual([])
  expect((await recordedModel(folder())).repository).toBe('lab/heron-4bit')
  const shard = join(folder(), 'model-00001-of-00002.safetensors')
  const bytes = readFileSync(shard)
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1
  writeFileSync(shard, bytes)
  rmSync(join(folder(), 'README.md'))
  expect([...(await damagedFiles(folder(), signal))].sort()).toEqual(['README.md', 'model-00001-of-00002.safetensors'])
  await get()
  expect(await damagedFiles(folder(), signal)).toEqual([])
})

test('a folder that Parley did not download has nothing to compare with', async () => {
  await expect(damagedFiles(home, signal)).rejects.toMatchObject({ code: 'not-found' })
})

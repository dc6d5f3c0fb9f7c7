import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { hostedModel } from '../../testing/hub/hosted-model.js'
import { HubServer } from '../../testing/hub/hub-server.js'
import { download } from '../download.js'
import { nodeTransport } from '../node-transport.js'
import { moveModels } from './move-models.js'

let server: HubServer
let home: string
const { signal } = new AbortController()
const from = () => join(home, 'old', 'lab', 'heron')
const to = () => join(home, 'new', 'lab', 'heron')
const moved: [string, string][] = []

beforeAll(async () => {
  server = await HubServer.start()
  server.host(hostedModel())
})
afterAll(() => server.stop())
beforeEach(async () => {
  moved.length = 0
  home = mkdtempSync(join(tmpdir(), 'parley-move-'))
  const base = new URL(server.base)
  await download({ repository: 'lab/heron-4bit', folder: from(), base, transport: nodeTransport, signal })
})
afterEach(() => rmSync(home, { recursive: true }))

const move = (rename?: (old: string, next: string) => Promise<void>) =>
  moveModels({
    models: [{ name: 'heron', folder: from() }],
    target: join(home, 'new'),
    onMoved: (...pair) => moved.push(pair),
    signal,
    move: rename,
  })
const otherDisk = async () => {
  throw Object.assign(new Error('cross-device link'), { code: 'EXDEV' })
}

test.each([
  ['within a disk', undefined],
  ['to another disk', otherDisk],
])('a model is moved %s, and is nowhere else', async (_, rename) => {
  const before = readFileSync(join(from(), 'config.json'))
  await move(rename)
  expect(moved).toEqual([[from(), to()]])
  expect(readFileSync(join(to(), 'config.json'))).toEqual(before)
  expect(existsSync(from())).toBe(false)
})

test('a model that is damaged stays where it was, and no copy of it is left', async () => {
  writeFileSync(join(from(), 'config.json'), '{}')
  await expect(move(otherDisk)).rejects.toMatchObject({ code: 'download-damaged' })
  expect([existsSync(from()), existsSync(to()), moved.length]).toEqual([true, false, 0])
})

test('nothing is moved over a folder that is there', async () => {
  mkdirSync(to(), { recursive: true })
  await expect(move()).rejects.toMatchObject({ code: 'refused' })
  expect(existsSync(from())).toBe(true)
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hostedModel } from '../testing/hub/hosted-model.js'
import { HubServer } from '../testing/hub/hub-server.js'
import { lookUp, repositoryIn } from './look-up.js'
import { nodeTransport } from './node-transport.js'
import { usualTiming } from './timing.js'

let server: HubServer
beforeAll(async () => {
  server = await HubServer.start()
  server.host(hostedModel())
})
afterAll(() => server.stop())
beforeEach(() => {
  server.behaviour = {}
})

const look = (name: string) =>
  lookUp(name, {
    base: new URL(server.base),
    transport: nodeTransport,
    timing: usualTiming,
    signal: new AbortController().signal,
  })

test('says what a download would fetch, and fetches no weights', async () => {
  const { bytes, weightBytes, ...rest } = await look('lab/heron-4bit')
  expect(rest).toEqual({ repository: 'lab/heron-4bit', config: { model_type: 'gpt_oss' } })
  expect(weightBytes).toBe(450_017)
  expect(bytes).toBeGreaterThan(weightBytes + 70_000)
  expect(server.seen.filter(({ path }) => path.endsWith('.safetensors'))).toEqual([])
})

test('refuses at once what a download would refuse', async () => {
  await expect(look('lab/nothing')).rejects.toMatchObject({ code: 'hub-denied' })
  await expect(look('../../etc')).rejects.toMatchObject({ code: 'refused' })
})

test.each([
  ['lab/heron-4bit', 'lab/heron-4bit'],
  [' https://huggingface.co/lab/heron-4bit/tree/main ', 'lab/heron-4bit'],
  ['huggingface.co/lab/heron-4bit?library=mlx', 'lab/heron-4bit'],
  ['hf.co/lab/heron-4bit#files', 'lab/heron-4bit'],
  ['heron', 'heron'],
  ['', ''],
])('%j names the repository %j', (text, name) => {
  expect(repositoryIn(text)).toBe(name)
})

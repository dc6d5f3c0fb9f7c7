import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blockBytes, DownloadTrial, failure, impatient, weights } from '../testing/hub/download-trial.js'
import type { AddressFault, SendingFault } from '../testing/hub/faults.js'
import type { DownloadProgress } from './download.js'

const trial = DownloadTrial.ofFile()

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
  trial.server.behaviour = {
    onFile(name) {
      if (bent.has(name) || name === 'config.json') return undefined
      bent.add(name)
      return name.startsWith('model-') ? fault : undefined
    },
  }
  const { refetchedBytes } = await trial.get()
  trial.expectWhole()
  expect(refetchedBytes).toBeLessThanOrEqual(2 * 2 * blockBytes)
})

test('an address that expires is asked for again', async () => {
  let count = 0
  trial.server.behaviour = { onFile: (name) => (name === weights && ++count === 3 ? 'expired' : undefined) }
  await trial.get()
  trial.expectWhole()
  expect(trial.fileRequests().filter(({ host, path }) => host === 'hub' && path.endsWith(weights))).toHaveLength(2)
})

test('a fresh address that is refused ends the download', async () => {
  trial.server.behaviour = { onFile: (name) => (name === weights ? 'expired' : undefined) }
  expect(await failure(trial.get())).toMatchObject({ code: 'hub-denied' })
})

test('a server that knows no ranges delivers a whole model', async () => {
  trial.server.behaviour = { onFile: () => 'whole' }
  await trial.get()
  trial.expectWhole()
})

test.each(['server-error', 'refuse', 'wrong-range', 'gzip', 'silent'] as const)(
  'the fault %s that lasts ends the download with a sentence, and what has arrived is kept',
  async (fault) => {
    let isFailing = false
    trial.server.behaviour = {
      onFile: (name, { range }) =>
        isFailing && name === weights && range?.startsWith('bytes=131072') ? fault : undefined,
    }
    isFailing = true
    const error = await failure(trial.get({ timing: impatient }))
    expect(error.code).toMatch(/^hub-(failed|unreachable)$/)
    expect(error.message).toContain('What has arrived is kept')
    expect(existsSync(join(trial.folder, 'config.json'))).toBe(false)
    isFailing = false
    trial.server.seen.length = 0
    await trial.get()
    trial.expectWhole()
    expect(trial.fileRequests().some(({ path, range }) => path.includes(weights) && range === 'bytes=0-65535')).toBe(
      false,
    )
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
    trial.server.behaviour = { onAddress: (name) => (name === weights ? fault : undefined) }
    const error = await failure(trial.get())
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) })
    trial.server.behaviour = {}
    await trial.get()
    trial.expectWhole()
  },
)

test('a wait that the server states is kept and shown, one that is too long ends the download', async () => {
  let waits = 1
  trial.server.behaviour = {
    onRequest(_, response, { path }) {
      if (!path.startsWith('/api/') || waits-- <= 0) return false
      response.writeHead(429, { ratelimit: '"api";r=0;t=0', 'retry-after': '9' }).end()
      return true
    },
  }
  const shown: DownloadProgress[] = []
  await trial.get({ onProgress: (progress) => shown.push(progress) })
  expect(shown.find(({ state }) => state === 'waiting')).toMatchObject({
    wait: { reason: expect.stringContaining('too many requests'), until: expect.any(Number) },
  })
  trial.server.behaviour = {
    onRequest: (_, response) => !!response.writeHead(429, { 'retry-after': '4000' }).end(),
  }
  expect((await failure(trial.get())).message).toContain('67 minutes')
})

const flipped = (content: Uint8Array, place: number) => {
  const other = Buffer.from(content)
  other[place] = (other[place] ?? 0) ^ 1
  return other
}

test('a bit that flips on the way is found, and its block fetched again', async () => {
  let isFlipping = true
  trial.server.behaviour = {
    onContent(name, content, { range }) {
      if (!isFlipping || name !== weights || !range?.startsWith('bytes=131072-')) return content
      isFlipping = false
      return flipped(content, 140_000)
    },
  }
  const { refetchedBytes } = await trial.get()
  expect({ isFlipping, isAgain: refetchedBytes > 0 }).toEqual({ isFlipping: false, isAgain: true })
  trial.expectWhole()
})

test('content that is not what the server announces is never used', async () => {
  trial.server.behaviour = { onContent: (name, content) => (name === weights ? flipped(content, 5) : content) }
  expect(await failure(trial.get())).toMatchObject({ code: 'download-damaged' })
  expect(existsSync(join(trial.folder, 'config.json'))).toBe(false)
  expect(existsSync(join(trial.folder, weights))).toBe(false)
})

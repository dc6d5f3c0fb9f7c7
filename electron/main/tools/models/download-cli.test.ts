import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hostedModel, modelFiles } from '../../testing/hub/hosted-model.js'
import { HubServer, sha256Of } from '../../testing/hub/hub-server.js'
import { parseDownload } from './download-arguments.js'

const checkout = join(import.meta.dirname, '..', '..', '..', '..')
const model = hostedModel({ shardBytes: 900_000 })

let server: HubServer
let parent: string
beforeAll(async () => {
  server = await HubServer.start()
  server.host(model)
  parent = mkdtempSync(join(tmpdir(), 'parley-models-command-'))
})
afterAll(async () => {
  await server.stop()
  rmSync(parent, { recursive: true, force: true })
})
beforeEach(() => {
  server.behaviour = {}
  server.seen.length = 0
})

async function models(args: readonly string[], env = {}, onStart: (kill: () => void) => void = () => {}) {
  const child = spawn(process.execPath, [join(checkout, 'build', 'models.mjs'), ...args], {
    cwd: checkout,
    env: { ...process.env, ...env },
  })
  onStart(() => child.kill('SIGKILL'))
  let out = ''
  let err = ''
  child.stdout.on('data', (data) => {
    out += data
  })
  child.stderr.on('data', (data) => {
    err += data
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, out, err, json: out ? JSON.parse(out) : undefined }
}

test('a killed download goes on, and the command prints exactly what arrived', async () => {
  const folder = join(parent, 'heron')
  const command = ['download', model.id, '--to', folder]
  let kill = () => {}
  server.behaviour = {
    onFile(name) {
      if (name !== 'model-00002-of-00002.safetensors') return undefined
      kill()
      return 'silent'
    },
  }
  const killed = await models([...command, '--base', server.base], {}, (kills) => {
    kill = kills
  })
  expect({ code: killed.code, out: killed.out }).toEqual({ code: null, out: '' })
  expect(existsSync(join(folder, 'config.json'))).toBe(false)
  server.behaviour = {}
  const { code, json, err } = await models(command, { PARLEY_HUB: server.base, HF_TOKEN: 'hf_secret' })
  expect(Object.keys(json)).toEqual(['folder', 'files', 'seconds', 'refetchedBytes'])
  expect(json).toMatchObject({
    folder,
    refetchedBytes: 0,
    files: modelFiles.map((name) => {
      const content = model.files[name] ?? Buffer.alloc(0)
      return { name, bytes: content.byteLength, sha256: sha256Of(content) }
    }),
  })
  expect(code).toBe(0)
  expect(err).toContain('models: ')
  expect(err).toContain('HF_TOKEN')
  for (const name of modelFiles)
    expect(sha256Of(readFileSync(join(folder, name)))).toBe(sha256Of(model.files[name] ?? Buffer.alloc(0)))
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual(['.parley-model.json'])

  server.seen.length = 0
  const again = await models([...command, '--base', server.base])
  expect(again.json).toMatchObject({ files: json.files, refetchedBytes: 0 })
  expect(server.seen.filter(({ path }) => !path.startsWith('/api/'))).toEqual([])
}, 300_000) // the first start bundles the sources

test('a refusal is one JSON document and the exit code 1', async () => {
  const folder = join(parent, 'nothing')
  const { code, json } = await models(['download', 'lab/nothing', '--to', folder, '--base', server.base])
  expect({ code, json }).toEqual({ code: 1, json: { error: { code: 'hub-denied', message: expect.any(String) } } })
  expect(existsSync(folder)).toBe(false)
})

test.each([
  [['lab/a']],
  [['--to', 'x']],
  [['lab/a', 'lab/b', '--to', 'x']],
  [['lab/a', '--to', 'x', '--base', 'http://example.com']],
  [['lab/a', '--to', 'x', '--base', 'ftp://127.0.0.1']],
  [['lab/a', '--to', 'x', '--base', 'https://user:pass@example.com']],
  [['lab/a', '--to', 'x', '--unknown']],
])('%j is refused', (args) => {
  expect(() => parseDownload(args, {})).toThrow(expect.objectContaining({ code: 'refused' }))
})

test('a token goes to Hugging Face and to this computer, to a mirror only when the user says so', () => {
  const tokenWith = (...more: string[]) => parseDownload(['lab/a', '--to', 'x', ...more], { HF_TOKEN: 'hf_x' }).token
  expect(tokenWith()).toBe('hf_x')
  expect(tokenWith('--base', 'http://127.0.0.1:8080')).toBe('hf_x')
  expect(tokenWith('--base', 'https://mirror.example')).toBeUndefined()
  expect(tokenWith('--base', 'https://mirror.example', '--send-token')).toBe('hf_x')
})

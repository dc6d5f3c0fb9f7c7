import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { listPackage } from '@electron/asar'
import { expect, test } from 'vitest'
import { listeningPorts } from '../build/audit/processes.mjs'
import { unsealedFuses } from '../build/fuses.mjs'
import { packagedExecutable } from '../build/package-app.mjs'
import { newHome, removeHome } from './app.js'

const deadlineMs = 90_000
const executable = packagedExecutable()
const resources =
  process.platform === 'darwin' ? join(dirname(executable), '..', 'Resources') : join(dirname(executable), 'resources')

test('the packaged app has all its fuses set', async () => {
  expect(await unsealedFuses(executable)).toEqual([])
})

test('the archive contains only the bundles and the files that SQLite needs', () => {
  const files = listPackage(join(resources, 'app.asar'), { isPack: false })
  expect(files).toContain('/out/app/main/index.cjs')
  expect(files).toContain('/out/app/reader/pdfjs/cmaps/UniJIS-UTF16-H.bcmap')
  const wanted = [
    /^\/package\.json$/,
    /^\/out(\/app(\/(main|preload|engine)(\/index\.cjs)?|\/main\/search\.cjs)?)?$/,
    /^\/out\/app\/(renderer|reader)(\/|$)/,
    /^\/node_modules(\/@photostructure|\/node-gyp-build)?$/,
    /^\/node_modules\/@photostructure\/sqlite(\/(LICENSE|package\.json|dist|dist\/[a-z]+\.cjs|prebuilds.*))?$/,
    /^\/node_modules\/node-gyp-build\/(LICENSE|package\.json|index\.js|node-gyp-build\.js)$/,
  ]
  expect(files.filter((file) => !wanted.some((pattern) => pattern.test(file)))).toEqual([])
  expect(files.filter((file) => /\.(tsx?|map)$/.test(file))).toEqual([])
  expect(files.filter((file) => file.endsWith('.node'))).toHaveLength(1)
})

test('the resources contain only the archive, the engine, the demonstration model, licences and the bill of materials', () => {
  const ofElectron = /\.(lproj|icns)$/
  expect(readdirSync(resources).filter((name) => !ofElectron.test(name))).toEqual([
    'LICENSE',
    ...(process.platform === 'darwin' ? ['LICENSES.chromium.html'] : []),
    'THIRD-PARTY-NOTICES.txt',
    'app.asar',
    'app.asar.unpacked',
    'native',
    'parley.cdx.json',
    'tiny-model',
  ])
})

test('each engine has its own MLX and its licence in its folder', () => {
  const native = join(resources, 'native')
  const [engines, library] =
    process.platform === 'darwin' ? [['mlx-14', 'mlx-26'], 'libmlx.dylib'] : [['.'], 'libmlx.so']
  if (process.platform === 'darwin') expect(readdirSync(native)).toEqual(engines)
  for (const engine of engines) {
    expect(readdirSync(join(native, engine))).toContain('parley_engine.node')
    expect(readdirSync(join(native, engine, 'mlx', 'lib'))).toContain(library)
    expect(readFileSync(join(native, engine, 'mlx', 'LICENSE'), 'utf8')).toContain('Permission is hereby granted')
  }
})

test('the packaged app starts, loads engine and model, makes a reply, opens no port, and quits', async () => {
  const { code, report, ports } = await runPackaged()
  expect(code).toBe(0)
  expect(report).toMatchObject({ ok: true, state: 'done' })
  expect(ports).toEqual([])
})

test('environment and arguments can’t run code in the packaged app or start a debugger', async () => {
  const intruder = newIntruder()
  const { code, report, ports } = await runPackaged(['--inspect=0', intruder.script], {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require ${intruder.script}`,
  })
  expect(intruder.wasHere()).toBe(false)
  expect(code).toBe(0)
  expect(report).toMatchObject({ ok: true })
  expect(ports).toEqual([])
  intruder.remove()
})

test('the packaged app does not run a folder that replaces the archive', async () => {
  const intruder = newIntruder()
  const archive = join(resources, 'app.asar')
  const folder = join(resources, 'app')
  mkdirSync(folder)
  copyFileSync(intruder.script, join(folder, 'index.js'))
  writeFileSync(join(folder, 'package.json'), '{"main":"index.js"}')
  renameSync(archive, `${archive}.away`)
  try {
    const { code } = await runPackaged()
    expect(intruder.wasHere()).toBe(false)
    expect(code).not.toBe(0)
  } finally {
    renameSync(`${archive}.away`, archive)
    rmSync(folder, { recursive: true })
    intruder.remove()
  }
})

/** A script that creates a file when it runs. */
function newIntruder() {
  const scratch = mkdtempSync(join(tmpdir(), 'parley-intruder-'))
  const trace = join(scratch, 'trace')
  const script = join(scratch, 'intruder.cjs')
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, ''); process.exit(0)`)
  return { script, wasHere: () => existsSync(trace), remove: () => rmSync(scratch, { recursive: true }) }
}

/** Runs the smoke test of the packaged app with a temporary home folder. */
async function runPackaged(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const home = newHome()
  const reportFile = join(home, 'report.json')
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = spawn(executable, [...sandbox, ...args], {
    env: { ...process.env, ...env, PARLEY_HOME: join(home, 'data'), PARLEY_SMOKE: reportFile },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  let errorOutput = ''
  app.stderr.on('data', (data) => {
    errorOutput += data
  })
  const ports = new Set<string>()
  const watch = setInterval(() => {
    for (const port of listeningPorts(app.pid ?? 0)) ports.add(port)
  }, 100)
  const deadline = setTimeout(() => app.kill('SIGKILL'), deadlineMs)
  try {
    const code = await new Promise((resolve) => app.once('exit', resolve))
    if (!existsSync(reportFile)) console.error(errorOutput) // only on failure: Chromium prints many errors without D-Bus
    const report: unknown = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined
    return { code, report, ports: [...ports] }
  } finally {
    clearInterval(watch)
    clearTimeout(deadline)
    removeHome(home)
  }
}

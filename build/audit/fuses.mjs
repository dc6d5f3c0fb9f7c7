import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { sealed } from '../fuses.mjs'
import { isLinux } from '../setup/places.mjs'
import { readOrNothing } from './processes.mjs'
import { runSmoke } from './run-app.mjs'
import { resourcesOf, setFuse } from './stage.mjs'

/**
 * Each fuse with the attempt that it prevents. A proof throws, or returns what was tried.
 * @typedef {{ stage: any, app: import('./driven-app.mjs').DrivenApp, home: string }} Given
 */
const proofs = [
  ['runAsNode', FuseV1Options.RunAsNode, runAsNode],
  ['cookieEncryption', FuseV1Options.EnableCookieEncryption, cookies],
  ['nodeOptions', FuseV1Options.EnableNodeOptionsEnvironmentVariable, nodeOptions],
  ['nodeCliInspect', FuseV1Options.EnableNodeCliInspectArguments, inspect],
  ['asarIntegrity', FuseV1Options.EnableEmbeddedAsarIntegrityValidation, asarIntegrity],
  ['onlyLoadAppFromAsar', FuseV1Options.OnlyLoadAppFromAsar, onlyAsar],
  ['loadBrowserProcessSpecificV8Snapshot', FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, snapshot],
  ['grantFileProtocolExtraPrivileges', FuseV1Options.GrantFileProtocolExtraPrivileges, fileProtocol],
  ['wasmTrapHandlers', FuseV1Options.WasmTrapHandlers, trapHandlers],
]

const enabled = '1'

/** @returns {Promise<{ fuse: string, holds: boolean, proof: string }[]>} */
export async function auditFuses(stage, app, home) {
  const wire = await getCurrentFuseWire(stage.sealed)
  const results = []
  for (const [fuse, option, prove] of proofs) {
    const wanted = sealed[option]
    const state = wire[option]
    const version = await app.main(() => process.versions.electron)
    if (state === undefined) {
      const proof = `not provable here: Electron ${version} has no such fuse. The release sets it ${wanted ? 'on' : 'off'}.`
      results.push({ fuse, holds: true, proof })
      continue
    }
    const isSealed = (String.fromCharCode(state) === enabled) === wanted
    const tried = await prove({ stage, app, home, version }).then(
      (proof) => ({ holds: true, proof }),
      (error) => ({ holds: false, proof: error.message }),
    )
    const name = ` The fuse is ${wanted ? 'on' : 'off'}.`
    results.push(
      isSealed
        ? { fuse, ...tried, proof: tried.proof + name }
        : { fuse, holds: false, proof: 'The executable has it the other way.' },
    )
  }
  return results
}

function must(isTrue, message) {
  if (!isTrue) throw new Error(message)
}

/** A script that creates a file when it runs. */
function newIntruder(home) {
  const trace = join(home, 'intruder-was-here')
  const script = join(home, 'intruder.cjs')
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, ''); process.exit(0)`)
  return { script, wasHere: () => existsSync(trace) }
}

/** The app must do its own work, and the intruder nothing. */
function mustBeUntouched({ code, report, ports }, intruder) {
  must(!intruder.wasHere(), 'The script of a stranger ran.')
  must(code === 0 && report?.ok, `The app did not work: ${code}.`)
  must(ports.length === 0, `The app listens on ${ports.join()}.`)
}

async function runAsNode({ stage }) {
  const home = stage.newHome()
  const intruder = newIntruder(home)
  const run = await runSmoke(stage.sealed, { home, args: [intruder.script], env: { ELECTRON_RUN_AS_NODE: '1' } })
  mustBeUntouched(run, intruder)
  return 'With ELECTRON_RUN_AS_NODE=1 and a script, the app started as itself and the script did not run.'
}

async function nodeOptions({ stage }) {
  const home = stage.newHome()
  const intruder = newIntruder(home)
  const env = { NODE_OPTIONS: `--require ${intruder.script}`, NODE_EXTRA_CA_CERTS: intruder.script }
  mustBeUntouched(await runSmoke(stage.sealed, { home, env }), intruder)
  return 'With NODE_OPTIONS=--require SCRIPT the script did not run.'
}

async function inspect({ stage }) {
  const home = stage.newHome()
  const intruder = newIntruder(home)
  const run = await runSmoke(stage.sealed, { home, args: ['--inspect=127.0.0.1:0', '--inspect-brk=127.0.0.1:0'] })
  mustBeUntouched(run, intruder)
  must(!run.errorOutput.includes('Debugger listening'), 'A debugger listens.')
  const debugging = await runSmoke(stage.sealed, { home: stage.newHome(), args: ['--remote-debugging-port=0'] })
  must(debugging.code === 1 && debugging.ports.length === 0, 'The app started with Chromium’s debugging port.')
  return 'With --inspect and --inspect-brk nothing listens and nothing waits (the twin, with this fuse on, lets the audit in); with --remote-debugging-port, which no fuse covers, the app refuses to start.'
}

async function asarIntegrity({ version }) {
  if (!isLinux) return 'See asarByteFlipped.'
  return `not provable here: Electron ${version} compares the archive with its hash on macOS and Windows only. See asarByteFlipped.`
}

async function onlyAsar({ stage }) {
  const executable = stage.copy('folder')
  const home = stage.newHome()
  const intruder = newIntruder(home)
  const folder = join(resourcesOf(executable), 'app')
  renameSync(join(resourcesOf(executable), 'app.asar'), join(resourcesOf(executable), 'away.asar'))
  mkdirSync(folder)
  copyFileSync(intruder.script, join(folder, 'index.js'))
  writeFileSync(join(folder, 'package.json'), '{"main":"index.js"}')
  const { code } = await runSmoke(executable, { home })
  must(!intruder.wasHere() && code !== 0, 'The app ran a folder in place of its archive.')
  return `With a folder of a stranger in place of the archive, the app ends with ${code} and runs nothing.`
}

async function snapshot({ stage }) {
  // Two copies, because the file of a program that has just run may be busy.
  const [executable, turned] = ['snapshot', 'snapshot-turned'].map((name) => stage.copy(name))
  for (const each of [executable, turned])
    writeFileSync(join(dirname(each), 'browser_v8_context_snapshot.bin'), 'no snapshot')
  await setFuse(turned, FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, true)
  const run = await runSmoke(executable, { home: stage.newHome() })
  must(run.code === 0 && run.report?.ok, 'The app read a snapshot of a stranger.')
  const control = await runSmoke(turned, { home: stage.newHome() })
  must(control.code !== 0, 'The control is no control: with the fuse on, a broken snapshot does no harm.')
  return `A broken browser_v8_context_snapshot.bin beside the app is not read; with the fuse turned, the app ends with ${control.code}.`
}

const secret = 'a-value-that-nobody-else-has'

async function cookies({ app, home }) {
  await app.main(async ({ session }, value) => {
    const { cookies } = session.defaultSession
    await cookies.set({ url: 'https://example.org', name: 'audit', value, expirationDate: Date.now() / 1000 + 3600 })
    await cookies.flushStore()
  }, secret)
  const files = ['Cookies', 'Cookies-wal', 'Network/Cookies', 'Network/Cookies-wal'].map((name) =>
    join(home, 'data', name),
  )
  const stored = files.map(readOrNothing).join('')
  must(stored.includes('audit'), 'The cookie was not stored, so nothing is shown.')
  must(!stored.includes(secret), 'The cookie is stored in plain text.')
  return 'A cookie that main stores is in the file by its name, and its value is not there in plain text.'
}

async function fileProtocol({ app, stage }) {
  const home = stage.newHome()
  writeFileSync(join(home, 'page.html'), '<!doctype html><title>x</title>', { mode: 0o644 })
  writeFileSync(join(home, 'secret.txt'), secret, { mode: 0o644 })
  const result = await app.main(async ({ BrowserWindow, session }, url) => {
    const strangers = session.fromPartition('files')
    strangers.webRequest.onBeforeRequest(null) // else the page of the test would not load
    const window = new BrowserWindow({ show: false, webPreferences: { session: strangers, sandbox: true } })
    const loaded = await window.loadURL(`${url}/page.html`).then(
      () => 'loaded',
      ({ code }) => code,
    )
    const read = await window.webContents.executeJavaScript(
      `fetch(${JSON.stringify(`${url}/secret.txt`)}).then((answer) => answer.text(), ({ name }) => name)`,
    )
    window.destroy()
    return { loaded, read }
  }, `file://${home}`)
  must(result.read !== secret, 'A page of a file read another file.')
  return `A page from file:// (${result.loaded}) can’t fetch the file beside it (${result.read}).`
}

async function trapHandlers() {
  return 'not provable here: it changes how V8 checks the bounds of WebAssembly’s memory, not whether.'
}

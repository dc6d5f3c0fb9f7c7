/** Proofs of the checklist's points about what main allows. Each throws, or returns what was tried. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unsealedFuses } from '../fuses.mjs'
import { root } from '../setup/places.mjs'
import { addresses, inBoth, must } from './attempts.mjs'
import { newestElectron } from './registry.mjs'

const hostile = [
  ...[
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://host/share',
    'x-apple.systempreferences:',
    'http://example.com',
  ],
  ...['https://bank.example@evil.example/', 'mailto:a@example.org?attach=/etc/passwd', 'parley://app/'],
]

export async function openExternal({ app }) {
  await app.main(({ shell, dialog }) => {
    globalThis.auditOpened = []
    globalThis.auditAsked = []
    shell.openExternal = async (address) => {
      globalThis.auditOpened.push(address)
    }
    dialog.showMessageBox = async ({ detail, buttons }) => {
      globalThis.auditAsked.push(detail)
      return { response: buttons.indexOf('Cancel'), checkboxChecked: false }
    }
  })
  for (const address of hostile)
    must(await app.refuses('refused', 'openLink', address), `Main did not refuse ${address}.`)
  await app.request('openLink', 'https://example.org/a?b#c')
  const seen = await app.main(() => ({ opened: globalThis.auditOpened, asked: globalThis.auditAsked }))
  must(seen.opened.length === 0, 'An address was opened.', seen)
  must(seen.asked.join() === 'https://example.org/a?b#c', 'The dialog shows another address.', seen)
  return `${hostile.length} hostile addresses were refused without a question; a good one is asked about with its whole address, and Cancel opens nothing.`
}

export async function currentElectron({ app }) {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const shipped = devDependencies.electron
  const running = await app.main(() => process.versions.electron)
  const newest = await newestElectron()
  const major = (version) => Number(version.split('.')[0])
  if (newest)
    must(major(shipped) > major(newest) - 3, `Electron ${shipped} is no longer maintained; the newest is ${newest}.`)
  const isRelease = running === shipped
  return `The release is built with Electron ${shipped}${newest ? ` (newest in the registry: ${newest}; three are maintained)` : ' (registry not available here)'}. ${isRelease ? 'It ran here.' : `Here ${running} ran, which is for tests on Linux and is never given to users.`}`
}

export async function senders({ app, stage: _ }) {
  const answers = []
  for (const url of ['data:text/html,<p>stranger', 'parley://app/settings.html'])
    answers.push(
      await app.main(async ({ app: electronApp, BrowserWindow }, address) => {
        const preload = `${electronApp.getAppPath()}/out/app/preload/index.cjs`
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        })
        await window.loadURL(address).catch(() => undefined)
        const result = await window.webContents.executeJavaScript('window.parley?.request.listConversations()')
        window.destroy()
        return result ?? { ok: false, code: 'refused' }
      }, url),
    )
  must(
    answers.every(({ ok, code }) => !ok && code === 'refused'),
    'Main answered a stranger.',
    answers,
  )
  return 'A window that main did not make, with our preload and even with our page, gets code “refused”.'
}

export async function fileProtocol(given) {
  const { app } = given
  const results = await inBoth(given, async () =>
    Promise.all(
      [
        'file:///etc/passwd',
        'parley://app/..%2f..%2f..%2fpackage.json',
        'parley://app//etc/passwd',
        'parley://other/',
      ].map((url) =>
        fetch(url).then(
          ({ ok }) => (ok ? 'read' : 'refused'),
          () => 'refused',
        ),
      ),
    ),
  )
  must(
    results.flat().every((result) => result === 'refused'),
    'A page read a file.',
    results,
  )
  const urls = await addresses(app)
  must(
    urls.every((url) => !url.startsWith('file:')),
    'A window shows a file.',
    urls,
  )
  return 'No window shows a file:// page, and neither page can fetch one or leave the folder of the app’s own scheme.'
}

export async function fuses({ stage }) {
  const wrong = await unsealedFuses(stage.sealed)
  must(wrong.length === 0, 'Fuses are not sealed.', wrong)
  return 'The executable of the package has each fuse as build/fuses.mjs says; see “fuses” for the attempts.'
}

export async function exposed(given) {
  const [main, settings] = await inBoth(given, () => {
    const bridge = globalThis.parley
    const kinds = (object) => Object.values(object).map((value) => typeof value)
    return {
      parts: Object.keys(bridge).sort(),
      requests: Object.keys(bridge.request).sort(),
      kinds: [...new Set([...kinds(bridge.request), ...kinds(bridge.on), ...kinds(bridge.open)])],
    }
  })
  const { requestNames } = await contract('requests.ts')
  const declared = Object.keys(requestNames).sort()
  for (const found of [main, settings]) {
    must(found.parts.join() === 'on,open,platform,request', 'The bridge has other parts.', found.parts)
    must(found.requests.join() === declared.join(), 'The bridge has requests that the contract does not declare.')
    must(found.kinds.join() === 'function', 'The bridge has more than functions.', found.kinds)
  }
  const refused = await Promise.all(
    [
      ['readPage', '../../etc/passwd', 1],
      ['sendMessage', { toString: 1 }, 7],
      ['renameConversation', null, null],
    ].map(
      async ([name, ...args]) =>
        (await given.app.refuses('refused', name, ...args)) || (await given.app.refuses('not-found', name, ...args)),
    ),
  )
  must(refused.every(Boolean), 'Main took wrong arguments.', refused)
  return `Both pages have the ${declared.length} requests that the contract declares and nothing of Electron; wrong arguments are refused.`
}

/** Loads a file of the contract, which is TypeScript. */
async function contract(file) {
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(join(root, 'contract', file), { configFile: false, root, logLevel: 'silent' })
  return module
}

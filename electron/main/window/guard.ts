import { app, type Session, session, type WebContents } from 'electron'
import { reachableHosts } from '../../../contract/network.js'
import { hubBase } from '../downloads/hosts.js'
import { report } from '../log/report.js'
import { networkAttempts } from '../network/attempts.js'
import { updateBase } from '../updates/update-source.js'
import { scheme } from './scheme.js'

/**
 * Forbids every window, whatever it shows, to reach the network, navigate, open windows, embed pages, ask for
 * permissions or download. Replies and documents are text of others: each of these ways could send a conversation out if
 * such text were taken for code or a link. Call before the first window opens.
 */
export function installGuards(): void {
  // As root on Linux, Chromium starts only with `--no-sandbox`.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  // `onBeforeRequest` does not see preconnects, DNS prefetches and Chromium's own requests. With this rule every name and
  // address fails before Chromium's resolver starts. A name that can be a host, as `~NOTFOUND` can, starts it, and it
  // connects a socket to a public IPv6 address.
  app.commandLine.appendSwitch('host-resolver-rules', resolverRules())
  app.on('session-created', guardSession)
  app.on('web-contents-created', (_, contents) => guardContents(contents))
  void app.whenReady().then(() => guardSession(session.defaultSession))
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault()
    decide(false)
  })
  app.on('select-client-certificate', (event) => event.preventDefault())
  app.on('login', (event) => event.preventDefault())
}

/** Every host fails but those of downloads and updates, which the sessions of windows refuse as well. */
function resolverRules(): string {
  const updates = updateBase({
    isPackaged: app.isPackaged,
    appPath: app.getAppPath(),
    given: process.env.PARLEY_UPDATES,
  })
  const others = [hubBase(process.env.PARLEY_HUB), ...(updates ? [updates] : [])]
  const hosts = new Set([...reachableHosts.map(({ host }) => host), ...others.map(({ hostname }) => hostname)])
  return ['MAP * ^NOTFOUND', ...[...hosts].flatMap((host) => [`EXCLUDE ${host}`, `EXCLUDE *.${host}`])].join(', ')
}

/**
 * Makes a session that reaches the network, for main alone: no window is ever given it. It keeps nothing on the disk.
 * @param isReachable is asked before each request
 */
export function openNetwork(name: string, isReachable: (url: URL) => boolean): Session {
  const target = session.fromPartition(name, { cache: false })
  guardSession(target)
  target.webRequest.onBeforeRequest(({ url }, decide) => {
    const cancel = !URL.canParse(url) || !isReachable(new URL(url))
    networkAttempts.record(url, cancel ? 'refused' : 'made')
    decide({ cancel })
  })
  return target
}

const guarded = new WeakSet<Session>()

function guardSession(target: Session): void {
  if (guarded.has(target)) return
  guarded.add(target)
  target.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.webRequest.onBeforeRequest(({ url }, decide) => {
    const cancel = !isAllowed(url)
    if (cancel) networkAttempts.record(url, 'refused')
    decide({ cancel })
  })
  target.on('will-download', (event) => event.preventDefault())
  // Chromium downloads dictionaries on every system except macOS, also for a spell checker that is off.
  if (process.platform !== 'darwin') target.setSpellCheckerLanguages([])
}

const isAllowed = (url: string) => url.startsWith(`${scheme}://`) || (!app.isPackaged && url.startsWith('devtools://'))

function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  returnFromBlank(contents)
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/**
 * Loads the page again when it went to about:blank: Chromium asks nobody before that, and stopping it when it begins
 * crashes Electron 33.
 */
function returnFromBlank(contents: WebContents): void {
  let own: string | undefined
  contents.on('did-navigate', (_, url) => {
    if (isAllowed(url)) own = url
    else if (own !== undefined)
      contents.loadURL(own).catch((error) => report('A page that was left did not come back.', error))
  })
}

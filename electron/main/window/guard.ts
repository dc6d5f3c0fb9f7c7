import { app, type Session, session, type WebContents } from 'electron'
import { scheme } from './scheme.js'

/**
 * What no window may do, whatever it comes to show: reach the network, navigate, open windows, embed, ask for a
 * permission, download. Replies and documents are text of others, and each of these is a way by which such text, once
 * it is taken for code or a link, could send a conversation out. Installed before the first window.
 */
export function installGuards(): void {
  // Root on a Linux development machine has no sandbox: Chromium refuses to start with one there.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  // Requests can be cancelled one by one; preconnects, DNS prefetches and WebRTC are stopped here, before a name or
  // an address becomes a connection. Downloads of main's own do not go through Chromium.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
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

const guarded = new WeakSet<Session>()

function guardSession(target: Session): void {
  if (guarded.has(target)) return
  guarded.add(target)
  target.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  target.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isAllowed(details.url) }))
  target.on('will-download', (event) => event.preventDefault())
  // Elsewhere than on macOS Chromium would fetch dictionaries from a server.
  if (process.platform !== 'darwin') target.setSpellCheckerEnabled(false)
}

const isAllowed = (url: string) => url.startsWith(`${scheme}://`) || (!app.isPackaged && url.startsWith('devtools://'))

function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

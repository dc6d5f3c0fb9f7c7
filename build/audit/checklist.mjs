import { startServer } from './attempts.mjs'
import * as main from './main-proofs.mjs'
import * as pages from './page-proofs.mjs'

/**
 * Electron's checklist of 20 points (https://www.electronjs.org/docs/latest/tutorial/security), each with the attempt
 * that proves it on the running twin. A proof throws, or returns what was tried; `notHere` says why one can't be made here.
 * @typedef {{ app: import('./driven-app.mjs').DrivenApp, server: Server, stage: any, request: (name: string) => any }} Given
 */
const points = [
  ['Only load secure content', pages.secureContent],
  ['Do not enable Node.js integration for remote content', pages.noNode],
  ['Enable context isolation in all renderers', pages.isolation],
  ['Enable process sandboxing', pages.sandboxing],
  ['Handle session permission requests from remote content', pages.permissions],
  ['Do not disable webSecurity', pages.webSecurity],
  ['Define a Content Security Policy', pages.contentSecurityPolicy],
  ['Do not enable allowRunningInsecureContent', pages.insecureContent],
  ['Do not enable experimental features', pages.experimentalFeatures],
  ['Do not use enableBlinkFeatures', pages.blinkFeatures],
  ['Do not use allowpopups for WebViews', pages.popups],
  ['Verify WebView options before creation', pages.webViews],
  ['Disable or limit navigation', pages.navigation],
  ['Disable or limit creation of new windows', pages.newWindows],
  ['Do not use shell.openExternal with untrusted content', main.openExternal],
  ['Use a current version of Electron', main.currentElectron],
  ['Validate the sender of all IPC messages', main.senders],
  ['Avoid usage of the file:// protocol and prefer custom protocols', main.fileProtocol],
  ['Check which fuses you can change', main.fuses],
  ['Do not expose Electron APIs to untrusted web content', main.exposed],
]

/** @returns {Promise<{ point: string, holds: boolean, proof: string }[]>} */
export async function auditChecklist(app, stage) {
  const server = await startServer()
  const results = []
  try {
    await app.openSettings()
    for (const [point, prove] of points) results.push(await resultOf(point, () => prove({ app, server, stage })))
  } finally {
    server.close()
  }
  return results
}

async function resultOf(point, prove) {
  try {
    return { point, holds: true, proof: await prove() }
  } catch (error) {
    return { point, holds: false, proof: error.message }
  }
}

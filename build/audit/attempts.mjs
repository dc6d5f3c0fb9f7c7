/** What the proofs of the checklist share: windows, a server to be reached, and what must be true. */
import { createServer } from 'node:http'

const windows = ['index.html', 'settings.html']

/** @throws when `isTrue` is not, with what was seen */
export function must(isTrue, message, seen) {
  if (!isTrue) throw new Error(seen === undefined ? message : `${message} Seen: ${JSON.stringify(seen)}`)
}

/** A server on this computer, whose connections are counted. */
export async function startServer() {
  const server = createServer((_, response) => response.end('reached'))
  let connections = 0
  server.on('connection', () => {
    connections++
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${server.address().port}/`
  return { url, connections: () => connections, close: () => server.close() }
}

export const unreached = (server) => must(server.connections() === 0, 'A page reached a server.')

/** The preferences with which each window was made. */
export const preferences = ({ app }) =>
  app.main(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => ({
      url: webContents.getURL(),
      ...webContents.getLastWebPreferences(),
    })),
  )

export async function mustPrefer(given, name, wanted) {
  const found = await preferences(given)
  must(found.length >= windows.length, 'A window is missing.', found)
  for (const each of found) must((each[name] || false) === wanted, `${each.url} was made with ${name}: ${each[name]}.`)
}

/** Runs a function in both windows, and returns both results. */
export const inBoth = async ({ app }, work, ...args) => {
  const results = []
  for (const window of windows) results.push(await app.in(window, work, ...args))
  return results
}

export const addresses = (app) =>
  app.main(({ BrowserWindow }) =>
    Promise.all(BrowserWindow.getAllWindows().map(({ webContents }) => webContents.executeJavaScript('location.href'))),
  )

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { App, newHome, removeHome, repository } from './app.js'
import { holdReader } from './held-reader.js'
import { makePdf } from './pdf-files.js'
import { beyondLoopback, mayTrace, otherPrograms, recordNetwork } from './trace.js'

test('the check of a trace finds what reaches beyond this computer', () => {
  const local = [
    '7 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X99"}, 20) = 0',
    '7 bind(40, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    '7 connect(4, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '7 bind(5, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=0x000440}, 12) = 0',
    '7 sendmsg(6, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="sa", iov_len=2}]}, MSG_NOSIGNAL) = 2',
  ]
  const beyond = [
    '7 connect(17, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
    '7 connect(17, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("8.8.8.8")}, 16) = 0',
    '7 bind(17, {sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    '7 bind(17, {sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::", &sin6_addr), sin6_scope_id=0}, 28) = 0',
    '7 sendto(17, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 1',
    '7 sendmmsg(17, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(5353), sin_addr=inet_addr("224.0.0.251")}, msg_namelen=16}}], 1, 0) = 1',
    '7 bind(17, {sa_family=AF_BLUETOOTH, rc_bdaddr=...}, 10) = 0',
  ]
  expect(beyondLoopback([...local, ...beyond])).toEqual(beyond)
})

const waysOut = readFileSync(join(import.meta.dirname, 'ways-out.js'), 'utf8')

/** A page has neither WebRTC nor a way into a frame, which would have it. */
const confined = { webRtc: [], scopes: ['page'] }

/** The system's proxies, through which a request would leave without a look-up of its host. */
const proxies = {
  http_proxy: 'http://192.0.2.7:3128',
  https_proxy: 'http://192.0.2.7:3128',
  all_proxy: 'socks5://192.0.2.7:1080',
}

if (process.platform === 'linux' && mayTrace()) {
  test('the app asks for nothing by itself, and no process of it reaches beyond this computer or starts a program', async () => {
    const { app, recording } = await launchRecorded()
    await use(app)
    await app.restart()
    await app.menu('New Chat')
    await use(app)
    await app.quit()
    expect(recording.requests()).toEqual([])
    expect(recording.systemCalls().some((line) => line.includes('inet_addr("127.0.0.1")'))).toBe(true) // it records
    expect(beyondLoopback(recording.systemCalls())).toEqual([])
    expect(otherPrograms(recording.systemCalls())).toEqual([])
  })

  test('no process reaches beyond this computer or starts a program, whatever a page tries', async () => {
    const { app, recording } = await launchRecorded(proxies)
    await app.waitForEngine()
    await app.openSettings()
    const reader = await holdReader(app)
    expect(await reader.run(waysOut)).toEqual(confined)
    await reader.release()
    const results = await app.electron.evaluate(
      ({ BrowserWindow }, script) =>
        Promise.all(
          BrowserWindow.getAllWindows()
            .filter(({ webContents }) => webContents.getURL().startsWith('parley://app/'))
            .map(({ webContents }) => webContents.executeJavaScript(script, true) as Promise<unknown>),
        ),
      waysOut,
    )
    expect(results).toEqual([confined, confined])
    await app.quit()
    expect(beyondLoopback(recording.systemCalls())).toEqual([])
    expect(otherPrograms(recording.systemCalls())).toEqual([])
  })
}

async function launchRecorded(env: Readonly<Record<string, string>> = {}) {
  const home = newHome()
  onTestFinished(() => removeHome(home))
  const recording = recordNetwork(home)
  const app = await App.launch(join(home, 'data'), env, recording.info)
  onTestFinished(() => app.quit())
  return { app, recording }
}

/** Uses the engine and a reader. */
async function use(app: App): Promise<void> {
  await app.waitForEngine()
  await app.ask('Hello')
  await app.summarise('note.txt', readFileSync(join(repository, 'LICENSE')))
  // Without text, so that nothing of it waits for the model.
  const scan = await app.attach('scan.pdf', makePdf({ pages: [{ lines: [] }] }))
  await scan.getByText('no text in this PDF').waitFor()
  await app.button('Remove scan.pdf').click()
}

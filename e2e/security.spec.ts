import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestNames } from '../contract/requests.js'
import { App } from './app.js'
import { stageForOrdinaryUser } from './ordinary-user.js'

/** Each test tries a forbidden action in the running app, as an ordinary user with the OS sandbox enabled. */

const everyWindow: readonly (readonly [name: string, page: () => Page])[] = [
  ['the main window', () => app.page],
  ['Settings', () => settings],
]

const stage = stageForOrdinaryUser()
let app: App
let settings: Page
let server: Server
let connections = 0
let port = 0

beforeAll(async () => {
  server = createServer((_, response) => response.end('reached'))
  server.on('connection', () => {
    connections++
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  app = await App.launch(stage.home, {}, stage.info)
  await app.waitForEngine()
  settings = await app.openSettings()
})

afterAll(async () => {
  await app.quit()
  server.close()
  stage.remove()
})

if (process.platform === 'linux')
  test('each window runs in the OS sandbox: seccomp filters its system calls and it is not root', async () => {
    const pids = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getOSProcessId()),
    )
    expect(pids).toHaveLength(everyWindow.length)
    for (const pid of pids) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      expect(status).toMatch(/^Seccomp:\s+2$/m)
      expect(status).toMatch(/^CapEff:\s+0+$/m)
      expect(status).not.toMatch(/^Uid:\s+0\b/m)
    }
  })

test.each(everyWindow)(
  '%s has no Node, no Electron, and only the bridge that the contract declares',
  async (_, page) => {
    const found = await page().evaluate(() => {
      const scope = globalThis as unknown as Record<string, unknown> & {
        parley: Record<string, Record<string, unknown>>
      }
      return {
        node: ['require', 'process', 'module', 'global', 'Buffer', 'electron'].filter((name) => name in scope),
        parts: Object.keys(scope.parley).sort(),
        requests: Object.keys(scope.parley.request ?? {}).sort(),
      }
    })
    expect(found.node).toEqual([])
    expect(found.parts).toEqual(['on', 'open', 'platform', 'request'])
    expect(found.requests).toEqual(Object.keys(requestNames).sort())
  },
)

test.each(everyWindow)('injected script, eval and HTML strings do not run in %s', async (_, page) => {
  const result = await page().evaluate(async () => {
    const scope = globalThis as unknown as { hacked?: boolean }
    const tryTo = (act: () => unknown) => {
      try {
        act()
        return 'ran'
      } catch (error) {
        return (error as Error).name
      }
    }
    const html = tryTo(() => {
      document.body.innerHTML += '<img src=x onerror="hacked = true">'
    })
    const written = tryTo(() => document.write('<script>hacked = true</script>'))
    // Runs later, because code that Playwright evaluates directly is exempt.
    const evaluated = await new Promise((resolve) => setTimeout(() => resolve(tryTo(() => new Function('return 1')()))))
    const script = document.createElement('script')
    const inline = tryTo(() => {
      script.textContent = 'hacked = true'
      document.head.append(script)
    })
    return { html, written, evaluated, inline, hacked: scope.hacked === true }
  })
  expect(result).toMatchObject({ html: 'TypeError', written: 'TypeError', hacked: false })
  expect(result.evaluated).not.toBe('ran')
})

test.each(everyWindow)(
  '%s can’t reach a server by fetch, image, socket, beacon, event source, style or frame',
  async (_, page) => {
    await page().evaluate(async (address) => {
      const url = `http://127.0.0.1:${address}/`
      const attempts: (() => unknown)[] = [
        () => fetch(url, { mode: 'no-cors' }),
        () => navigator.sendBeacon(url, 'x'),
        () => new WebSocket(url.replace('http', 'ws')),
        () => new EventSource(url),
        () => {
          const image = new Image()
          image.src = url
          return image.decode()
        },
        () => document.body.append(Object.assign(document.createElement('iframe'), { src: url })),
        () => document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })),
        () => document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href: url })),
        () => document.head.append(Object.assign(document.createElement('link'), { rel: 'dns-prefetch', href: url })),
        () => document.body.style.setProperty('background-image', `url(${url})`),
        () => new Worker(url),
      ]
      await Promise.allSettled(
        attempts.map(async (attempt) => {
          await attempt()
        }),
      )
      // Waits for an allowed request, so that the earlier ones had enough time.
      await fetch('parley://app/index.html').catch(() => undefined)
      for (const element of document.querySelectorAll('iframe')) element.remove()
      document.body.style.removeProperty('background-image')
    }, port)
    await app.ask('Hello')
    expect(connections).toBe(0)
  },
)

test.each([
  ['a window', 'preload/index.cjs'],
  ['a reader', 'reader/preload.cjs'],
])('the first script of %s finds no WebRTC', async (_, file) => {
  const found = await app.electron.evaluate(async ({ app: electronApp, BrowserWindow, session }, preloadFile) => {
    const preload = `${electronApp.getAppPath()}/out/app/${preloadFile}`
    const strangers = session.fromPartition('strangers')
    strangers.webRequest.onBeforeRequest(null) // else the page with a script of ours would not load
    const window = new BrowserWindow({
      show: false,
      webPreferences: { session: strangers, preload, sandbox: true, contextIsolation: true },
    })
    await window.loadURL('data:text/html,<script>first = Object.getOwnPropertyNames(self)</script>')
    const names = (await window.webContents.executeJavaScript('first')) as string[]
    window.destroy()
    return names.filter((name) => name.includes('RTC'))
  }, file)
  expect(found).toEqual([])
})

test.each(everyWindow)('%s gets no permissions', async (_, page) => {
  const states = await page().evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'] as PermissionName[]
    const queried = await Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'refused',
    )
    const asked = await Notification.requestPermission()
    return { queried, media, asked }
  })
  expect(new Set(states.queried)).toEqual(new Set(['denied']))
  expect(states.media).toBe('refused')
  expect(states.asked).toBe('denied')
})

test.each(['data:text/html,<p>stranger', 'parley://app/settings.html'])(
  'main refuses requests from a foreign window, even with our preload: %s',
  async (address) => {
    const answer = await app.electron.evaluate(async ({ app: electronApp, BrowserWindow }, url) => {
      const preload = `${electronApp.getAppPath()}/out/app/preload/index.cjs`
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      })
      await window.loadURL(url).catch(() => undefined)
      const result = await window.webContents.executeJavaScript('window.parley.request.listConversations()')
      window.destroy()
      return result as { ok: boolean; code?: string }
    }, address)
    expect(answer).toMatchObject({ ok: false, code: 'refused' })
  },
)

test.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'http://example.com',
  'parley://app/',
  'smb://host/share',
  'not an address',
  'https://bank.example@evil.example/',
  'mailto:a@example.org?attach=/etc/passwd',
  'mailto:a@example.org?subject=x&attachment=/etc/passwd',
])('main opens nothing and asks nothing for %s', async (address) => {
  const { asked, opened } = await watchOpening()
  await expect(app.request('openLink', address)).rejects.toMatchObject({ code: 'refused' })
  expect(await asked()).toEqual([])
  expect(await opened()).toEqual([])
})

test('main opens an address only after a dialog that shows the whole of it', async () => {
  const { asked, opened, click } = await watchOpening()
  await click('Cancel')
  await app.request('openLink', 'https://example.org/a?b#c')
  expect(await asked()).toEqual(['https://example.org/a?b#c'])
  expect(await opened()).toEqual([])
  await click('Open')
  await app.request('openLink', 'mailto:a@example.org?subject=x')
  expect(await asked()).toEqual(['https://example.org/a?b#c', 'mailto:a@example.org?subject=x'])
  expect(await opened()).toEqual(['mailto:a@example.org?subject=x'])
})

test('main asks about one address at a time', async () => {
  const { asked, opened, click } = await watchOpening()
  await click('nothing yet')
  const first = app.request('openLink', 'https://example.org/1')
  await expect(app.request('openLink', 'https://example.org/2')).rejects.toMatchObject({ code: 'refused' })
  await click('Open')
  await first
  await app.request('openLink', 'https://example.org/3')
  expect(await asked()).toEqual(['https://example.org/1', 'https://example.org/3'])
  expect(await opened()).toEqual(['https://example.org/1', 'https://example.org/3'])
})

/** Replaces the dialog and the system's opener in main. A click on a button that the dialog lacks leaves it open. */
async function watchOpening() {
  const watch = await app.electron.evaluateHandle(({ dialog, shell }) => {
    const seen = { asked: [] as unknown[], opened: [] as string[], button: 'Open', click: () => {} }
    dialog.showMessageBox = (async ({ detail, buttons = [] }: Electron.MessageBoxOptions) => {
      seen.asked.push(detail)
      while (!buttons.includes(seen.button))
        await new Promise<void>((resolve) => {
          seen.click = resolve
        })
      return { response: buttons.indexOf(seen.button), checkboxChecked: false }
    }) as typeof dialog.showMessageBox
    shell.openExternal = async (address) => {
      seen.opened.push(address)
    }
    return seen
  })
  return {
    asked: () => watch.evaluate(({ asked }) => asked),
    opened: () => watch.evaluate(({ opened }) => opened),
    click: (button: string) =>
      watch.evaluate((seen, label) => {
        seen.button = label
        seen.click()
      }, button),
  }
}

test.each(['parley://app/..%2f..%2f..%2fpackage.json', 'parley://app//etc/passwd', 'parley://other/index.html'])(
  'the scheme serves no files outside its folder: %s',
  async (url) => {
    const status = await app.electron.evaluate(async ({ net }, address) => (await net.fetch(address)).status, url)
    expect(status).toBe(404)
  },
)

test('only the user can read the files of the app', () => {
  expect(statSync(stage.home).mode & 0o077).toBe(0)
  for (const name of readdirSync(stage.home).filter((file) => file.startsWith('parley.') || file === 'view.json')) {
    expect(statSync(join(stage.home, name)).mode & 0o077, name).toBe(0)
  }
})

test.each(everyWindow)('%s can’t navigate, open a window or embed a page', async (_, page) => {
  const addresses = () =>
    app.electron.evaluate(async ({ BrowserWindow }) =>
      Promise.all(
        // Uses main, because Playwright keeps waiting for the refused navigation.
        BrowserWindow.getAllWindows().map(({ webContents }) => webContents.executeJavaScript('location.href')),
      ),
    )
  const before = await addresses()
  const opened = await page().evaluate((address) => {
    const url = `http://127.0.0.1:${address}/`
    const popup = window.open(url)
    const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' })
    document.body.append(link)
    link.click()
    link.target = ''
    link.click()
    link.remove()
    location.assign(url)
    return popup !== null
  }, port)
  expect(opened).toBe(false)
  expect(await addresses()).toEqual(before)
  expect(before).toHaveLength(everyWindow.length)
  expect(connections).toBe(0)
})

test.each(everyWindow)(
  '%s comes back when its page goes to about:blank, without the script that went there',
  async (_, page) => {
    const before = page().url()
    await page().evaluate(() => {
      document.body.dataset.old = 'yes'
      setTimeout(() => location.assign('about:blank'))
    })
    const state = () => page().evaluate(() => [location.href, document.body.dataset.old ?? 'new', document.title])
    await expect.poll(state).toEqual([before, 'new', expect.stringMatching(/./)])
  },
)

/** Proofs of the checklist's points about what a page may do. Each throws, or returns what was tried. */
import { readFileSync } from 'node:fs'
import { isLinux, isRoot } from '../setup/places.mjs'
import { addresses, inBoth, must, mustPrefer, preferences, unreached } from './attempts.mjs'

export async function secureContent(given) {
  const { app, server } = given
  const urls = (await preferences(given)).map(({ url }) => url)
  must(
    urls.every((url) => url.startsWith('parley://app/')),
    'A window shows another page.',
    urls,
  )
  const error = await app.main(async ({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ show: false })
    const failure = await window.loadURL(url).then(
      () => 'loaded',
      ({ code }) => code,
    )
    window.destroy()
    return failure
  }, server.url)
  must(error !== 'loaded', 'A window loaded a page over http.')
  unreached(server)
  return `All windows show parley:// pages. Even main can’t load ${server.url} into a window (${error}); the server saw no connection.`
}

export async function noNode(given) {
  await mustPrefer(given, 'nodeIntegration', false)
  await mustPrefer(given, 'nodeIntegrationInSubFrames', false)
  const names = ['require', 'process', 'module', 'global', 'Buffer', 'electron', '__dirname']
  const found = (await inBoth(given, (all) => all.filter((name) => name in globalThis), names)).flat()
  must(found.length === 0, 'A page has parts of Node.', found)
  return `Neither page has ${names.join(', ')}.`
}

export async function isolation(given) {
  await mustPrefer(given, 'contextIsolation', true)
  const results = await inBoth(given, async () => {
    const caught = []
    const { apply } = Function.prototype
    Function.prototype.apply = function (...args) {
      caught.push('apply')
      return Reflect.apply(apply, this, args)
    }
    const pending = globalThis.parley.request.getSettings()
    const during = [...caught]
    Function.prototype.apply = apply
    let isReplaced = false
    try {
      globalThis.parley = {}
      isReplaced = Object.keys(globalThis.parley).length === 0
    } catch {
      // The page may not replace it.
    }
    await pending
    return { during, isReplaced, leaked: 'ipcRenderer' in globalThis || 'contextBridge' in globalThis }
  })
  for (const each of results)
    must(each.during.length === 0 && !each.isReplaced && !each.leaked, 'The page reaches the preload.', each)
  return 'A page that replaces Function.prototype.apply sees no call of the preload, and can’t replace the bridge.'
}

export async function sandboxing(given) {
  await mustPrefer(given, 'sandbox', true)
  if (!isLinux) return 'All windows were made with sandbox: true.'
  const pids = await given.app.main(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getOSProcessId()),
  )
  // Outside of its namespace a process has another id, so the ids that main knows are those of /proc.
  for (const pid of pids) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    must(/^Seccomp:\s+2$/m.test(status), 'The kernel does not filter the calls of a page.', status)
    must(/^CapEff:\s+0+$/m.test(status), 'A page has capabilities.', status)
    must(!/^Uid:\s+0\b/m.test(status), 'A page runs as root.')
    must(/^NSpid:\s+\d+\s+\d+/m.test(status), 'A page sees other processes.', status)
  }
  return `${pids.length} pages run ${isRoot ? 'as nobody' : 'as this user'}, with seccomp filters, no capabilities, and a process namespace of their own.`
}

export async function permissions(given) {
  const results = await inBoth(given, async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']
    const states = await Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
      () => 'given',
      () => 'refused',
    )
    return { states, media, asked: await Notification.requestPermission() }
  })
  for (const { states, media, asked } of results)
    must(
      states.every((state) => state === 'denied') && media === 'refused' && asked === 'denied',
      'A page got a permission.',
      { states, media, asked },
    )
  return 'Both pages asked for place, notifications, camera, microphone, clipboard and MIDI, and got none.'
}

export async function webSecurity(given) {
  await mustPrefer(given, 'webSecurity', true)
  const { server } = given
  const results = await inBoth(
    given,
    (url) =>
      fetch(url, { mode: 'no-cors' }).then(
        () => 'reached',
        ({ name }) => name,
      ),
    server.url,
  )
  must(
    results.every((result) => result !== 'reached'),
    'A page fetched from a server.',
    results,
  )
  unreached(server)
  return `Both pages tried to fetch ${server.url} (${results.join(', ')}); the server saw no connection.`
}

export async function contentSecurityPolicy(given) {
  const results = await inBoth(
    given,
    async (url) => {
      const refused = []
      const note = ({ effectiveDirective }) => refused.push(effectiveDirective)
      document.addEventListener('securitypolicyviolation', note)
      const tryTo = (act) => {
        try {
          act()
        } catch (error) {
          refused.push(error.name)
        }
      }
      tryTo(() => {
        document.body.innerHTML += '<img src=x onerror="hacked = true">'
      })
      tryTo(() => document.write('<script>hacked = true</script>'))
      const evaluated = await new Promise((done) =>
        setTimeout(() => {
          try {
            done(new Function('return "ran"')())
          } catch ({ name }) {
            done(name)
          }
        }),
      )
      const script = document.createElement('script')
      tryTo(() => {
        script.textContent = 'hacked = true'
        document.head.append(script)
      })
      const image = new Image()
      const ended = new Promise((done) => {
        image.onload = image.onerror = done
      })
      image.src = url
      await ended
      document.removeEventListener('securitypolicyviolation', note)
      script.remove()
      return { refused, evaluated, hacked: 'hacked' in globalThis }
    },
    given.server.url,
  )
  for (const { refused, evaluated, hacked } of results)
    must(!hacked && evaluated !== 'ran' && refused.length >= 4, 'A script of a text ran.', {
      refused,
      evaluated,
      hacked,
    })
  unreached(given.server)
  return `HTML from strings, document.write, eval, an inline script and a remote picture were refused: ${[...new Set(results.flatMap(({ refused }) => refused))].join(', ')}.`
}

export async function insecureContent(given) {
  await mustPrefer(given, 'allowRunningInsecureContent', false)
  const results = await inBoth(
    given,
    (url) =>
      new Promise((done) => {
        const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })
        link.onload = () => done('loaded')
        link.onerror = () => done('refused')
        document.head.append(link)
      }),
    given.server.url,
  )
  must(
    results.every((result) => result === 'refused'),
    'A page loaded a style over http.',
    results,
  )
  unreached(given.server)
  return 'A style sheet over http was refused in both pages.'
}

export async function experimentalFeatures(given) {
  await mustPrefer(given, 'experimentalFeatures', false)
  const switches = ['enable-experimental-web-platform-features', 'enable-features', 'js-flags']
  const found = await given.app.main(
    ({ app }, names) => names.filter((name) => app.commandLine.getSwitchValue(name).includes('xperiment')),
    switches,
  )
  must(found.length === 0, 'A switch enables experiments.', found)
  const experimental = await given.app.main(async ({ BrowserWindow }) => {
    const names = []
    for (const experimentalFeatures of [false, true]) {
      const window = new BrowserWindow({ show: false, webPreferences: { experimentalFeatures, sandbox: true } })
      await window.loadURL('parley://app/settings.html').catch(() => undefined)
      names.push(await window.webContents.executeJavaScript('Object.getOwnPropertyNames(globalThis)'))
      window.destroy()
    }
    return names[1].filter((name) => !names[0].includes(name))
  })
  must(experimental.length > 0, 'A window with experiments has no more than others.')
  const exposed = await inBoth(given, (names) => names.filter((name) => name in globalThis), experimental)
  must(exposed.flat().length === 0, 'A page has experimental interfaces.', exposed)
  return `Neither page has one of the ${experimental.length} interfaces that a window with experiments has, such as ${experimental[0]}.`
}

export async function blinkFeatures(given) {
  await mustPrefer(given, 'enableBlinkFeatures', false)
  const value = await given.app.main(({ app }) => app.commandLine.getSwitchValue('enable-blink-features'))
  must(value === '', 'A switch enables features of Blink.', value)
  return 'No window and no switch enables one.'
}

/** A page that asks for a guest, in our window, and in one that was made to allow it. */
async function guests(given, attributes) {
  const { app, server } = given
  const before = await app.main(({ webContents }) => webContents.getAllWebContents().length)
  const add = (url, given) => {
    const view = document.createElement('webview')
    for (const [name, value] of Object.entries(given)) view.setAttribute(name, value)
    view.src = url
    document.body.append(view)
    const isPlain = !('getWebContentsId' in view)
    view.remove()
    return isPlain
  }
  const plain = await inBoth(given, add, server.url, attributes)
  must(plain.every(Boolean), 'A window knows webview.')
  const attached = await app.main(
    async ({ app: electronApp, BrowserWindow, webContents }, code) => {
      const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true, sandbox: true } })
      let guests = 0
      const count = (_, contents) => {
        if (contents.getType() === 'webview' && contents.hostWebContents) guests++
      }
      electronApp.on('web-contents-created', count)
      const asked = new Promise((done) =>
        window.webContents.once('will-attach-webview', (event) => setTimeout(() => done(event.defaultPrevented))),
      )
      await window.loadURL('parley://app/settings.html').catch(() => undefined)
      await window.webContents.executeJavaScript(code)
      const isPrevented = await asked
      electronApp.off('web-contents-created', count)
      window.destroy()
      return { isPrevented, guests, left: webContents.getAllWebContents().length }
    },
    `(() => { const view = document.createElement('webview'); view.src = ${JSON.stringify(server.url)};
      for (const [name, value] of Object.entries(${JSON.stringify(attributes)})) view.setAttribute(name, value)
      document.body.append(view) })()`,
  )
  must(attached.isPrevented, 'A webview was attached.', attached)
  unreached(server)
  return before
}

export async function popups(given) {
  await guests(given, { allowpopups: '' })
  return 'A webview with allowpopups is an unknown element in our windows; in a window made to allow it, main refuses to attach it.'
}

export async function webViews(given) {
  await mustPrefer(given, 'webviewTag', false)
  await guests(given, { nodeintegration: '', preload: 'file:///etc/passwd', disablewebsecurity: '' })
  return 'A webview with Node, a preload and no web security is not attached, whatever its window allows.'
}

export async function navigation(given) {
  const { app, server } = given
  const before = await addresses(app)
  for (const target of [server.url, 'file:///etc/passwd', 'data:text/html,x'])
    await inBoth(
      given,
      (url) => {
        const link = Object.assign(document.createElement('a'), { href: url })
        document.body.append(link)
        link.click()
        link.remove()
        location.assign(url)
      },
      target,
    )
  const after = await addresses(app)
  must(JSON.stringify(before) === JSON.stringify(after), 'A page went elsewhere.', after)
  unreached(server)
  return 'Links and location.assign to http, file and data addresses left both pages where they were.'
}

export async function newWindows(given) {
  const { app, server } = given
  const count = () => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  const before = await count()
  const opened = await inBoth(
    given,
    (url) => {
      const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' })
      document.body.append(link)
      link.click()
      link.remove()
      return ['', 'about:blank', url].some((address) => window.open(address) !== null)
    },
    server.url,
  )
  must(!opened.includes(true) && (await count()) === before, 'A page opened a window.', opened)
  unreached(server)
  return 'window.open and a link to _blank opened nothing in either page.'
}

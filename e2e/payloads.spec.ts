import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../electron/main/store/open-store.js'
import { isHeavy } from '../markdown/testing/case-count.js'
import { drawnElements } from '../markdown/testing/drawn-elements.js'
import { payloads, ranMark } from '../markdown/testing/payloads.js'
import { App, newHome, removeHome } from './app.js'

/**
 * More than a thousand texts that would run or load something, in the real window: as messages and replies of a stored
 * conversation, and as replies that stream, at every prefix (`npm run test:heavy -- payloads`; at some here).
 */

const perMessage = 40
const groups = Array.from({ length: Math.ceil(payloads.length / perMessage) }, (_, index) =>
  payloads.slice(index * perMessage, (index + 1) * perMessage).join('\n\n'),
)
/** Replies that stream at once. */
const lanes = 64
const lane = (place: number) => payloads.filter((_, index) => index % lanes === place).join('\n\n')
const charactersPerStep = isHeavy ? 1 : 20

const home = newHome()
let app: App
let streamedId: string

beforeAll(async () => {
  const store = openStore(home)
  const { id } = store.conversations.create('Stored')
  for (const text of groups) {
    const { reply } = store.messages.addExchange(id, text, 'tiny')
    store.messages.appendReply(reply.id, 'answer', text)
    store.messages.finishReply(reply.id, { state: 'done' })
  }
  streamedId = store.conversations.create('Streamed').id
  store.close()
  app = await App.launch(home)
  await app.page.evaluate(watchDrawn, drawnElements)
})

afterAll(async () => {
  await app.quit()
  removeHome(home)
})

/** Runs in the window. Notes what a text must not become, and what the page's policy refused to load. */
function watchDrawn(allowed: readonly string[]) {
  const scope = globalThis as unknown as { payloadFaults: Set<string> }
  const faults = new Set<string>()
  scope.payloadFaults = faults
  addEventListener('securitypolicyviolation', ({ blockedURI }) => faults.add(`tried to load ${blockedURI}`))
  const look = (element: Element) => {
    if (!element.closest('[data-part=answer], [data-part=question]')) return
    const isFormula = element.closest('.md-formula') !== null
    if (!isFormula && !allowed.includes(element.localName)) faults.add(`<${element.localName}>`)
    if (
      /^(script|iframe|object|embed|img|image|use|link|style|form|base|video|audio|foreignobject)$/i.test(
        element.localName,
      )
    )
      faults.add(`<${element.localName}>`)
    for (const { name, value } of element.attributes) {
      if (/^on|^(src|srcset|srcdoc|action|formaction|data|ping|background|poster|xlink:href)$/.test(name))
        faults.add(`${name}="${value}"`)
      if (name === 'href' && !/^(https:\/\/|mailto:)/.test(value)) faults.add(`${name}="${value}"`)
      if (name === 'style' && /url\(|expression|image/.test(value)) faults.add(`${name}="${value}"`)
    }
  }
  const lookIn = (node: Node) => {
    if (!(node instanceof Element)) return
    look(node)
    for (const inner of node.querySelectorAll('*')) look(inner)
  }
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') look(target as Element)
      for (const node of addedNodes) lookIn(node)
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true })
}

async function expectHarmless(): Promise<void> {
  const seen = await app.page.evaluate((mark) => {
    const scope = globalThis as unknown as { payloadFaults: Set<string> }
    return { faults: [...scope.payloadFaults], hasRun: mark in globalThis, address: location.href }
  }, ranMark)
  expect(seen).toEqual({ faults: [], hasRun: false, address: 'parley://app/index.html' })
  expect(await app.request('listNetworkAttempts')).toEqual([])
}

async function open(title: string): Promise<void> {
  await app.conversations.getByRole('button', { name: title, exact: true }).click()
  await app.replies.last().waitFor()
}

test('payloads of a stored conversation draw no element that runs or loads, and reach nothing', async () => {
  await open('Stored')
  const drawn = new Set<string>()
  // Up from the end, so that every message is drawn once.
  await expect
    .poll(
      async () => {
        const ids = await app.transcript.evaluate((scroller) => {
          const shown = [...scroller.querySelectorAll('article')].map((article) => article.dataset.message ?? '')
          scroller.scrollTop -= scroller.clientHeight / 2
          return shown
        })
        for (const id of ids) drawn.add(id)
        return drawn.size
      },
      { timeout: 60_000, interval: 20 },
    )
    .toBe(2 * groups.length)
  await expectHarmless()
})

test('the watch notices an element that would load something', async () => {
  const faults = await app.page.evaluate(async () => {
    const scope = globalThis as unknown as { payloadFaults: Set<string> }
    const image = document.createElement('img')
    document.querySelector('[data-part=answer]')?.append(image)
    await new Promise(requestAnimationFrame)
    image.remove()
    const seen = [...scope.payloadFaults]
    scope.payloadFaults.clear()
    return seen
  })
  expect(faults).toEqual(['<img>'])
})

test(
  'payloads that stream do no more at any prefix',
  async () => {
    await app.electron.evaluate(
      ({ ipcMain }, { id, texts, step }) => {
        const base = { conversationId: id, state: 'writing', role: 'assistant', text: '', reasoning: '', model: 'tiny' }
        const messages = texts.map((_, index) => ({
          ...base,
          id: `lane${index}`,
          parentId: index === 0 ? null : `lane${index - 1}`,
        }))
        const settings = { instructions: '', effort: 'low', temperature: null, topP: null, maxTokens: null, seed: null }
        const nothing = { jobs: [], batches: [], documents: [], cuts: [], draft: '', edits: {} }
        const [original] = ipcMain.listeners('stream:conversation')
        ipcMain.removeAllListeners('stream:conversation')
        ipcMain.on('stream:conversation', (event, request) => {
          if (request.conversationId !== id) return original?.(event, request)
          const port = event.ports[0]
          if (!port) return
          let [sequence, end] = [0, 0]
          const transcript = { conversationId: id, messages, settings, ...nothing }
          const post = (changes: readonly object[]) =>
            port.postMessage({ events: changes.map((change) => ({ ...change, sequence: sequence++ })) })
          // The next step when the last one is drawn: the window acknowledges it after its frame.
          port.on('message', () => {
            const grown = texts.flatMap((text, index) =>
              end < text.length
                ? [{ type: 'text', messageId: `lane${index}`, channel: 'answer', text: text.slice(end, end + step) }]
                : [],
            )
            end += step
            if (grown.length > 0) post(grown)
            else if (end < 1e9) {
              end = 1e9
              post(messages.map((message) => ({ type: 'state', messageId: message.id, state: 'done' })))
            }
          })
          port.start()
          post([{ type: 'snapshot', transcript }])
        })
      },
      { id: streamedId, texts: Array.from({ length: lanes }, (_, place) => lane(place)), step: charactersPerStep },
    )
    await open('Streamed')
    await app.button('Stop').waitFor({ state: 'hidden', timeout: isHeavy ? 1_800_000 : 100_000 })
    await expectHarmless()
  },
  isHeavy ? 1_900_000 : 120_000,
)

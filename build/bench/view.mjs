/**
 * `npm run -s bench -- view`: whether the window stutters, in the real app, as `{ figure: { value, limit } }` in
 * milliseconds where the name says nothing else. Frames have a `source`: without a display there is no screen to wait for.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildScript } from '../bundle.mjs'
import { hasDisplay, withDisplay } from '../display.mjs'
import { launchInfo } from '../launch.mjs'
import { out } from '../setup/places.mjs'
import { measureStarts } from './view/cold-start.mjs'
import { measureHeap } from './view/heap.mjs'
import { measureLong } from './view/long-conversation.mjs'
import { installReplay } from './view/replay-reply.mjs'
import { measureStreaming } from './view/streaming.mjs'
import { measureTyping } from './view/typing.mjs'
import { withApp } from './with-app.mjs'

/** The conversations whose streams the bench replaces; they stand in the sidebar, empty. */
export const replayed = { small: 'c0', large: 'c1', typing: 'c2', heap: 'c3' }
const sizes = { conversations: 5, messages: 10_000, longMessages: 10_000 }

export async function view() {
  const info = await launchInfo()
  const program = join(out, 'bench', 'history-states.cjs')
  await buildScript('electron/main/testing/history-states.ts', program)
  const { seedHistory } = createRequire(import.meta.url)(program)
  const source = hasDisplay() ? 'the display' : 'a timer of Chromium at 60 Hz, because this machine has no display'
  const figures = await withDisplay(async () => ({
    ...(await measureStarts(info)),
    ...(await withApp(info, measure, (home) => seedHistory(home, sizes))),
  }))
  return withLimits(figures, source)
}

async function measure({ app, page, prepared: longId }) {
  await installReplay(app)
  const figures = {}
  for (const [name, work] of Object.entries({
    'a conversation of 10,000 messages': () => measureLong({ app, page }, longId),
    'a reply of 10 KB and one of 100 KB, at 200 tokens a second': () => measureStreaming({ app, page }, replayed),
    'typing while a reply streams': () => measureTyping({ app, page }, replayed.typing),
    'the heap over 1,000 replies': () => measureHeap({ app, page }, replayed.heap),
  })) {
    process.stderr.write(`Measuring ${name} …\n`)
    Object.assign(figures, await work())
  }
  return figures
}

/** Upper limits, by figure. */
const limits = {
  coldStartOverEmptyWindowMs: 150,
  openP95Ms: 100,
  rowsInDom: 80,
  scrollLongestFrameMs: 32,
  scriptPerFrameP95Ms: 4,
  longestTaskMs: 50,
  scriptTotalMs: 1_500,
  costRatio: 12,
  typingP95Ms: 16,
  heapGrowthMegabytes: 2,
}
const framed = new Set(['openP95Ms', 'scrollLongestFrameMs', 'scriptPerFrameP95Ms', 'typingP95Ms'])

/** @param {Record<string, { value: number }>} figures each with what else it says */
export function withLimits(figures, source) {
  return Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => {
      const { value, ...rest } = figures[name]
      return [name, { value: Math.round(value * 100) / 100, limit, ...rest, ...(framed.has(name) && { source }) }]
    }),
  )
}

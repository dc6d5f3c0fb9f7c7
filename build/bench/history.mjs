/**
 * `npm run -s bench -- history`: a store with three years of conversations in the real app. Prints milliseconds, as p50 and
 * p95 of all rounds: `listMs` from the window's request for its list to the picture with the first rows, `openMs` from the
 * click on a conversation of 10,000 messages to the picture with its last message, `searchMs` from a key in the search field
 * to the picture with the results. `mainBlockedMs` is the longest time in which main did nothing else; `blockedMs` has it
 * for each of the three.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildScript } from '../bundle.mjs'
import { withDisplay } from '../display.mjs'
import { launchInfo } from '../launch.mjs'
import { out } from '../setup/places.mjs'
import { watchMain } from './history/in-main.mjs'
import { awaitPicture, measureList, openRow, typeKey } from './history/in-window.mjs'
import { withApp } from './with-app.mjs'

const sizes = { conversations: 20_000, messages: 100_000, longMessages: 10_000 }
/** Typed letter by letter: frequent words, rare ones, inside others, none, and filters. */
const queries = [
  'the harbour office',
  'ferry minutes of the board',
  'termolin',
  'inrake sonvi',
  'library lease',
  'harbuor',
  'qqq',
  'before:2026 ferry',
  'from:me board',
]
const rounds = 20

export async function history() {
  const info = await launchInfo()
  const program = join(out, 'bench', 'history-states.cjs')
  await buildScript('electron/main/testing/history-states.ts', program)
  const { seedHistory } = createRequire(import.meta.url)(program)
  process.stderr.write('Writing 100,000 messages…\n')
  return withDisplay(() => withApp(info, measure, (home) => seedHistory(home, sizes)))
}

export async function measure({ app, page, prepared: longId }) {
  const list = await withMain(app, () => lists(page))
  const open = await withMain(app, () => opens(page, longId))
  const search = await withMain(app, () => searches(page))
  const blockedMs = { list: list.blockedMs, open: open.blockedMs, search: search.blockedMs }
  return {
    sizes,
    openMs: percentiles(open.samples),
    listMs: percentiles(list.samples),
    searchMs: percentiles(search.samples),
    mainBlockedMs: Math.max(...Object.values(blockedMs)),
    blockedMs,
  }
}

async function lists(page) {
  await page.addInitScript(measureList)
  const samples = []
  for (let round = 0; round < rounds; round++) {
    await page.reload()
    samples.push(await page.evaluate(() => window.firstRowsMs))
    await page.waitForFunction(() => document.querySelector('nav [aria-setsize]'))
  }
  return samples
}

async function opens(page, id) {
  const samples = []
  for (let round = 0; round < rounds; round++) {
    await page.getByRole('navigation').getByRole('button', { name: 'New chat' }).click()
    await page.locator('.welcome').waitFor()
    samples.push(await page.evaluate(openRow, id))
  }
  return samples
}

async function searches(page) {
  await page.evaluate(awaitPicture)
  const samples = []
  for (const query of queries)
    for (let length = 1; length <= query.length; length++)
      if (query[length - 1] !== ' ') samples.push(await page.evaluate(typeKey, query.slice(0, length)))
  return samples
}

async function withMain(app, work) {
  const end = await watchMain(app)
  const samples = await work()
  return { samples, blockedMs: await end() }
}

/** @param {readonly number[]} samples */
export function percentiles(samples) {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] * 10) / 10
  return { p50: at(0.5), p95: at(0.95) }
}

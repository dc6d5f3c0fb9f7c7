import { setTimeout as delay } from 'node:timers/promises'
import { _electron } from 'playwright'
import { driverArgs } from '../testing/wait-for-driver.mjs'

/** The app guarantees that text is saved when it has been on the screen for this long. */
const savedAfterMs = 250
const startTimeoutMs = 60_000
/** Limit for the first visible word: the reasoning may be long and folded, and the answer may be empty. */
const reasoningMs = 5_000

const passages = [
  'The old ferry was repaired by the harbour office in March. It carries 40 people. The work took six weeks.',
  'The library opened a new reading room on the second floor. It has 24 seats. Visitors like the quiet.',
  'The market moved to the northern square in May. There were 60 stalls. The rain kept some people away.',
  'The bridge near the station stays closed until June. A bus runs every ten minutes. It is free.',
]

/**
 * Starts the app, sends one message, and kills every process of it at a random moment.
 * @returns {Promise<{ moment: string, text: string, screens: object[], killedAt: number }>} when it was killed, in words,
 *   the message, and what the screen showed and when
 */
export async function liveAndDie({ info, home, cycle, random, notes }) {
  const app = await _electron.launch({
    executablePath: info.executable,
    args: driverArgs(info.args),
    env: { ...process.env, ...info.env, PARLEY_HOME: home },
    timeout: startTimeoutMs,
  })
  const child = app.process()
  try {
    const page = await app.firstWindow()
    page.setDefaultTimeout(startTimeoutMs)
    const composer = page.getByRole('textbox', { name: 'Message' })
    await composer.waitFor()
    if (cycle > 1) await page.getByRole('button', { name: 'New chat', exact: true }).click()
    const text = question(cycle, random)
    await composer.fill(text)
    await composer.press('Enter')
    // Kills one in four around the moment of sending, the others while the reply is being written.
    const isEarly = random(4) < 1
    const lifeMs = isEarly ? random(300) : random(1_200)
    const screens = await watch(page, text, notes, { lifeMs, fromFirstWord: !isEarly })
    const moment = `${Math.round(lifeMs)} ms after ${isEarly ? 'sending' : 'the first word'}`
    return { moment, text, screens, killedAt: Date.now() }
  } finally {
    await killGroup(child)
  }
}

/** A single line, so that the transcript shows exactly the text that was sent. */
function question(cycle, random) {
  const mark = `Number ${cycle}-${Math.floor(random(1e9))}.`
  const count = Math.floor(random(passages.length + 1))
  if (count === 0) return `${mark} Write a short poem`
  return `${mark} Summarise the following text. ${passages.slice(0, count).join(' ')}`
}

/** Reads the screen until it is time to kill the app, and notes the text that was visible for long enough. */
async function watch(page, text, notes, { lifeMs, fromFirstWord }) {
  const seen = []
  const startedAt = Date.now()
  let endsAt = fromFirstWord ? Number.POSITIVE_INFINITY : startedAt + lifeMs
  while (Date.now() < endsAt) {
    const screen = await page.evaluate(readScreen)
    seen.push(screen)
    if (screen.message.includes(text)) {
      notes.noteMessage(text)
      const hasWord = screen.answer + screen.reasoning !== ''
      if (hasWord || Date.now() - startedAt > reasoningMs) endsAt = Math.min(endsAt, Date.now() + lifeMs)
    } else if (Date.now() - startedAt > startTimeoutMs) {
      throw new Error(`The message was not shown. The window shows: ${await shownText(page)}`)
    }
    await delay(Math.min(20, Math.max(0, endsAt - Date.now())))
  }
  const saved = seen.findLast(({ at }) => at < Date.now() - savedAfterMs)
  if (saved?.message.includes(text)) notes.noteReply(text, { answer: saved.answer, reasoning: saved.reasoning })
  return seen
}

const shownText = async (page) => (await page.getByRole('main').innerText()).replaceAll('\n', ' ').slice(0, 1_000)

/** Runs in the window. */
function readScreen() {
  const last = (selector) => [...document.querySelectorAll(selector)].at(-1)
  const reply = last('article[aria-label="Assistant"]')
  const part = (name) => reply?.querySelector(`[data-part=${name}]`)?.textContent ?? ''
  const message = last('article[aria-label="You"]')?.textContent ?? ''
  return { at: Date.now(), message, answer: part('answer'), reasoning: part('reasoning') }
}

/** The driver makes the app the leader of a process group, which includes its windows and its engine. */
async function killGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-child.pid, 'SIGKILL')
  await gone
}

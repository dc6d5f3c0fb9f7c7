import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Database } from '../electron/main/store/database.js'
import { App, newHome, removeHome } from './app.js'
import { makePdf, plainPages } from './pdf-files.js'

/** Kills the app, the engine and the reader at random moments while a document is read and summarised. */

const isHeavy = process.env.PARLEY_HEAVY === '1'
const pageCount = isHeavy ? 300 : 6
const kills = isHeavy ? 20 : 3
const name = 'long.pdf'
const file = makePdf({ pages: plainPages(pageCount) })
const timeout = isHeavy ? 3_600_000 : 120_000

interface Step {
  readonly number: number
  readonly points: string
  readonly took_ms: number
}

interface StoredJob {
  readonly state: string
  readonly summary: string
  readonly account: string | null
  readonly parts: readonly Step[]
  readonly merges: readonly Step[]
}

let home: string
let app: App

beforeEach(async () => {
  home = newHome()
  app = await App.launch(home)
  await app.waitForEngine()
})

afterEach(async () => {
  await app.quit()
  removeHome(home)
})

/** The last job and its finished steps; undefined before there is one. */
function storedJob(): StoredJob | undefined {
  const db = new Database(join(home, 'parley.db'), { readOnly: true })
  try {
    const job = db
      .prepare<Pick<StoredJob, 'state' | 'summary' | 'account'> & { readonly id: string }>(
        'SELECT id, state, summary, account FROM jobs ORDER BY sequence DESC LIMIT 1',
      )
      .get()
    if (!job) return undefined
    const steps = (table: 'parts' | 'merges', number: string) =>
      db
        .prepare<Step>(
          `SELECT ${number} AS number, points, took_ms FROM ${table} WHERE job_id = ? AND points IS NOT NULL ORDER BY ${number}`,
        )
        .all(job.id)
    return { ...job, parts: steps('parts', 'part'), merges: steps('merges', 'merge') }
  } finally {
    db.close()
  }
}

/** Kills a process of the app; returns whether the app itself was killed. */
async function killOne(): Promise<boolean> {
  const readers = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter(({ webContents }) => webContents.getURL().startsWith('parley://reader/'))
      .map(({ webContents }) => webContents.getOSProcessId()),
  )
  const [engine] = await app.enginePids()
  const victims = [undefined, engine, ...readers]
  const victim = victims[Math.floor(Math.random() * victims.length)]
  if (victim !== undefined) {
    process.kill(victim, 'SIGKILL')
    return false
  }
  await app.kill()
  return true
}

/** Waits for the end. A job that lost its engine or reader several times in one step fails, and is resumed. */
async function summary(): Promise<StoredJob> {
  const resume = app.summary(name).getByRole('button', { name: 'Resume' })
  const stateNow = async () => {
    if (storedJob()?.state === 'failed') await resume.click()
    return storedJob()?.state
  }
  await expect.poll(stateNow, { timeout, interval: 500 }).toBe('done')
  return storedJob() as StoredJob
}

test(`${kills} kills at random moments cost no step and change nothing of the summary of ${pageCount} pages`, {
  timeout: 2 * timeout,
}, async () => {
  await app.summarise(name, file)
  const undisturbed = await summary()
  const steps = [...undisturbed.parts, ...undisturbed.merges]
  const usualMs = steps.reduce((sum, { took_ms }) => sum + took_ms, 0)
  await app.quit()
  removeHome(home)

  home = newHome()
  app = await App.launch(home)
  await app.waitForEngine()
  await app.summarise(name, file)
  let before: StoredJob | undefined
  for (let count = 0; count < kills; count++) {
    await new Promise((resolve) => setTimeout(resolve, (Math.random() * 2 * usualMs) / kills))
    if (await killOne()) app = await App.launch(home)
    const after = storedJob()
    expect(after?.parts.slice(0, before?.parts.length ?? 0)).toEqual(before?.parts ?? [])
    expect(after?.merges.slice(0, before?.merges.length ?? 0)).toEqual(before?.merges ?? [])
    before = after
  }
  const end = await summary()
  const texts = ({ parts, merges }: StoredJob) => [...parts, ...merges].map(({ points }) => points)
  expect(texts(end)).toEqual(texts(undisturbed))
  expect([end.summary, end.account]).toEqual([undisturbed.summary, undisturbed.account])
  expect(end.parts.slice(0, before?.parts.length)).toEqual(before?.parts)
  await app
    .summary(name)
    .getByText(/^All \d+ pages were read/)
    .waitFor()
})

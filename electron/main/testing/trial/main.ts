import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { Lane, type Outcome, type Trial } from './lane.js'

/** The JSON in PARLEY_TRIAL, which `build/heavy/life.mjs` sets. */
interface Assignment {
  readonly folder: string
  readonly model: string
  readonly trials: readonly Trial[]
  /** Number of engines that run at the same time. */
  readonly lanes: number
  /** File for the outcomes, as JSON. */
  readonly report: string
}

/** Runs the trials in the real Electron without a window and writes the report. */
async function perform({ folder, model, trials, lanes, report }: Assignment): Promise<void> {
  const waiting = [...trials]
  const outcomes: Outcome[] = []
  const work = async (number: number) => {
    const home = join(folder, String(number))
    mkdirSync(home, { recursive: true })
    const lane = new Lane(home, model)
    for (let trial = waiting.shift(); trial; trial = waiting.shift()) {
      const outcome = await lane.run(trial)
      outcomes.push(outcome)
      console.log(`${outcomes.length}/${trials.length} ${JSON.stringify(outcome)}`)
    }
    lane.close()
  }
  await Promise.all(Array.from({ length: Math.min(lanes, trials.length) }, (_, number) => work(number)))
  writeFileSync(report, JSON.stringify(outcomes))
}

const assignment = JSON.parse(process.env.PARLEY_TRIAL ?? '') as Assignment
app.setPath('userData', join(assignment.folder, 'electron'))
app
  .whenReady()
  .then(() => perform(assignment))
  .then(() => app.exit(0))
  .catch((error: unknown) => {
    console.error(error)
    app.exit(1)
  })

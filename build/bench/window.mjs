/**
 * `npm run bench -- window`: the cost of huge states of the window in the real app. Each huge state alternates with a small
 * one in the same run. Measures milliseconds until the first content appears, milliseconds that the main thread is busy
 * until nothing changes (per batch, key or version where there are several), and the longest frame. Prints medians and
 * the ratio of huge to small.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildScript } from '../bundle.mjs'
import { withDisplay } from '../display.mjs'
import { launchInfo } from '../launch.mjs'
import { out } from '../setup/places.mjs'
import { Probe } from './window/probe.mjs'
import { replayReasoning } from './window/replay.mjs'
import { chooseMenu, steps } from './window/steps.mjs'
import { withApp } from './with-app.mjs'

const small = { messages: 4, versions: 2, codeLines: 10, thinkingTokens: 100, promptCharacters: 4_000 }
const huge = { messages: 3_000, versions: 50, codeLines: 1_000, thinkingTokens: 10_000, promptCharacters: 450_000 }

export async function windowStates({ rounds = 5, sizes = { small, huge } } = {}) {
  const info = await launchInfo()
  const program = join(out, 'bench', 'huge-states.cjs')
  await buildScript('electron/main/testing/huge-states.ts', program)
  const { seedStates } = createRequire(import.meta.url)(program)
  const seed = (home) => seedStates(home, [sizes.small, sizes.huge])
  const samples = await withDisplay(() => withApp(info, (started) => measureRounds(started, sizes, rounds), seed))
  return { rounds, sizes, states: summarise(samples) }
}

async function measureRounds({ app, page, prepared: [smallIds, hugeIds] }, sizes, rounds) {
  const probe = await Probe.attach(page)
  await replayReasoning(app, {
    [smallIds.thinking]: sizes.small.thinkingTokens,
    [hugeIds.thinking]: sizes.huge.thinkingTokens,
  })
  const window = { app, page, probe }
  const samples = []
  // The first round warms up the code and is not reported.
  for (let round = -1; round < rounds; round++) {
    for (const state of Object.keys(steps)) {
      const sample = {
        state,
        small: await measureState(window, state, smallIds[state], sizes.small),
        huge: await measureState(window, state, hugeIds[state], sizes.huge),
      }
      if (round >= 0) samples.push(sample)
    }
  }
  return samples
}

async function measureState(window, state, id, size) {
  const { app, probe } = window
  await probe.measure(() => chooseMenu(app, 'New Chat'), { selector: '.welcome' })
  const figures = {}
  for (const [name, step] of Object.entries(steps[state])) figures[name] = await step(window, id, size)
  return figures
}

/** @param {readonly { state: string, small: object, huge: object }[]} samples figures by the name of the step */
export function summarise(samples) {
  const ofState = (state) => samples.filter((sample) => sample.state === state)
  const ofStep = (rounds, step) => {
    const smallest = medians(rounds.map((round) => round.small[step]))
    const largest = medians(rounds.map((round) => round.huge[step]))
    const ratio = Object.fromEntries(
      Object.keys(largest)
        .filter((figure) => figure in smallest)
        .map((figure) => [figure, rounded(largest[figure] / Math.max(smallest[figure], 0.1))]),
    )
    return { small: smallest, huge: largest, ratio }
  }
  return Object.fromEntries(
    [...new Set(samples.map(({ state }) => state))].map((state) => {
      const rounds = ofState(state)
      return [state, Object.fromEntries(Object.keys(rounds[0].small).map((step) => [step, ofStep(rounds, step)]))]
    }),
  )
}

function medians(samples) {
  const figures = new Set(samples.flatMap((sample) => Object.keys(sample)))
  return Object.fromEntries(
    [...figures].map((figure) => {
      const values = samples.map((sample) => sample[figure]).filter((value) => value !== undefined)
      values.sort((a, b) => a - b)
      return [figure, rounded(values[Math.floor(values.length / 2)])]
    }),
  )
}

const rounded = (value) => Math.round(value * 10) / 10

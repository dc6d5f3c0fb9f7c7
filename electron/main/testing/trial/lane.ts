import { setTimeout as delay } from 'node:timers/promises'
import { initialSettings } from '../../../../contract/settings.js'
import { EngineHost } from '../../engine/engine-host.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { Replies } from '../../runs/replies.js'
import { Runs } from '../../runs/runs.js'
import { TranscriptFeed } from '../../runs/transcript-feed.js'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/store.js'
import { type Fault, inflict } from './faults.js'
import { type ReplyParts, WatchedReply } from './watched-reply.js'

/** When the fault comes: while the model loads, between replies, in either half of a reply, right after one. */
export type Moment = 'load' | 'idle' | 'prefill' | 'decode' | 'end'

export interface Trial {
  readonly moment: Moment
  readonly fault: Fault
  /** Milliseconds after the moment began. */
  readonly delayMs: number
}

export interface Outcome extends Trial {
  readonly detectionMs: number
  /** A reply was being made. */
  readonly isReplyHit: boolean
  readonly problems: readonly string[]
}

const longPrompt = `Summarise the following text.\n\n${'The old ferry was repaired in March. It carries 40 people. '.repeat(70)}`
const longReply =
  'Summarise the following text.\n\nThe library opened a new reading room. It has 24 seats. The market moved to the northern square in May. There were 60 stalls. The bridge near the station stays closed until June. A bus runs every ten minutes. It is free.'
/** Longer than any promise: what takes as long is a failure of the trial. */
const patienceMs = 120_000

/** A store, an engine host and an engine of its own, as the app has them, but no window. */
export class Lane {
  readonly #store: Store
  readonly #engine: EngineHost
  readonly #parts: ReplyParts

  constructor(folder: string, model: string) {
    this.#store = openStore(folder)
    this.#engine = new EngineHost({ id: 'trial', folder: model })
    const feed = new TranscriptFeed()
    const runs = new Runs({
      store: this.#store,
      engine: this.#engine,
      queue: new EngineQueue(() => {}),
      feed,
      summaryOf: () => undefined,
      onConversation: () => {},
      onEnd: () => {},
      onUnsaved: (message) => {
        throw new Error(message)
      },
    })
    // Greedy, so that the same question has the same answer, and one that did not come is a fault.
    const settings = { ...initialSettings, defaults: { ...initialSettings.defaults, temperature: 0 } }
    const replies = new Replies({
      store: this.#store,
      models: { chosen: { id: 'trial', name: '' }, isKnown: () => false, choose: () => {} },
      runs,
      feed,
      summaryOf: () => undefined,
      settings: () => settings,
    })
    this.#parts = { store: this.#store, runs, replies, feed }
    this.#engine.start()
  }

  async run(trial: Trial): Promise<Outcome> {
    await this.#ready()
    const reply = await this.#reach(trial.moment)
    await delay(trial.delayMs)
    const detectionMs = await this.#inflict(trial.fault)
    await reply?.isOver
    await this.#ready()
    const next = new WatchedReply(this.#parts, 'Hello')
    await next.isOver
    const problems = [...(reply?.problems ?? []), ...next.problems]
    if (!next.isDone) problems.push('The next reply did not come.')
    return { ...trial, detectionMs, isReplyHit: reply !== undefined && !reply.isDone, problems }
  }

  close(): void {
    this.#engine.stop()
    this.#store.close()
  }

  /** Brings the engine to the moment; answers the reply that is being made or was made just now. */
  async #reach(moment: Moment): Promise<WatchedReply | undefined> {
    switch (moment) {
      case 'load': {
        this.#engine.unload()
        this.#engine.load()
        await this.#status(() => this.#engine.pid !== undefined && this.#engine.status.state === 'loading')
        return undefined
      }
      case 'idle':
        return undefined
      case 'prefill': {
        const reply = new WatchedReply(this.#parts, longPrompt)
        await reply.reading()
        return reply
      }
      case 'decode': {
        const reply = new WatchedReply(this.#parts, longReply)
        await reply.writing()
        return reply
      }
      case 'end': {
        const reply = new WatchedReply(this.#parts, 'Hello')
        await reply.isOver
        return reply
      }
    }
  }

  /** Answers the milliseconds until the host has noticed. */
  async #inflict(fault: Fault): Promise<number> {
    const { pid } = this.#engine
    if (pid === undefined) throw new Error('There is no engine to harm.')
    let at = performance.now()
    const noticed = this.#status(({ state }) => state === 'restarting' || state === 'failed').then(
      () => performance.now() - at,
    )
    await inflict(fault, pid)
    if (fault === 'frozen-thread') at = performance.now()
    // A thread that does nothing can't be seen to hang: give it work.
    if (fault === 'frozen-thread' && this.#parts.runs.isIdle) void new WatchedReply(this.#parts, 'Hello').isOver
    return noticed
  }

  /** After three deaths in five minutes the host waits for the user, who asks for the model again here. */
  async #ready(): Promise<void> {
    await this.#status(({ state }) => {
      if (state === 'failed') queueMicrotask(() => this.#engine.load())
      return state === 'ready'
    })
  }

  #status(holds: (status: EngineHost['status']) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        unsubscribe()
        reject(new Error(`The engine stayed ${this.#engine.status.state} for ${patienceMs / 1_000} s.`))
      }, patienceMs)
      const look = () => {
        if (!holds(this.#engine.status)) return
        clearTimeout(timer)
        unsubscribe()
        resolve()
      }
      const unsubscribe = this.#engine.onStatus(look)
      look()
    })
  }
}

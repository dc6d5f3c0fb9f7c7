import { setTimeout as delay } from 'node:timers/promises'
import { initialSettings } from '../../../../contract/settings.js'
import { EngineHost } from '../../engine/engine-host.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { Replies } from '../../runs/replies.js'
import { Runs } from '../../runs/runs.js'
import { TranscriptFeed } from '../../runs/transcript-feed.js'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/store.js'
import { type Fault, injectFault } from './faults.js'
import { type ReplyOptions, WatchedReply } from './watched-reply.js'

/** When the fault happens: while the model loads, between replies, in either half of a reply, or right after one. */
export type Moment = 'load' | 'idle' | 'prefill' | 'decode' | 'end'

export interface Trial {
  readonly moment: Moment
  readonly fault: Fault
  /** Milliseconds after the moment began. */
  readonly delayMs: number
}

export interface Outcome extends Trial {
  readonly detectionMs: number
  /** The fault interrupted a reply. */
  readonly isReplyHit: boolean
  readonly problems: readonly string[]
}

const longPrompt = `Summarise the following text.\n\n${'The old ferry was repaired in March. It carries 40 people. '.repeat(70)}`
const longReply =
  'Summarise the following text.\n\nThe library opened a new reading room. It has 24 seats. The market moved to the northern square in May. There were 60 stalls. The bridge near the station stays closed until June. A bus runs every ten minutes. It is free.'
/** A longer wait for the engine fails the trial; every promised deadline is shorter. */
const trialModel = { id: 'trial', name: '' }
const maxWaitMs = 120_000

/** The app's store, engine host and engine, separate for each lane and without a window. */
export class Lane {
  readonly #store: Store
  readonly #engine: EngineHost
  readonly #replyOptions: ReplyOptions

  constructor(folder: string, model: string) {
    this.#store = openStore(folder)
    this.#engine = new EngineHost({ id: 'trial', folder: model })
    const feed = new TranscriptFeed()
    const runs = new Runs({
      store: this.#store,
      engine: this.#engine,
      queue: new EngineQueue(() => {}),
      feed,
      told: { summaryOf: () => undefined, documentOf: () => undefined, batchOf: () => undefined },
      viewDocuments: async () => [],
      onConversation: () => {},
      onEnd: () => {},
      onUnsaved: (message) => {
        throw new Error(message)
      },
    })
    // At temperature 0 the same question gives the same answer, so that a missing answer is a fault.
    const settings = { ...initialSettings, defaults: { ...initialSettings.defaults, temperature: 0 } }
    const replies = new Replies({
      store: this.#store,
      models: {
        chosen: trialModel,
        find: () => trialModel,
        isStored: () => true,
        choose: () => {},
        use: () => {},
        loadInTurn: () => {},
      },
      runs,
      feed,
      told: { summaryOf: () => undefined, documentOf: () => undefined, batchOf: () => undefined },
      views: { forNext: async () => [] },
      settings: () => settings,
      onDocumentSent: () => {},
      onConversation: () => {},
    })
    this.#replyOptions = { store: this.#store, runs, replies, feed }
    this.#engine.start()
  }

  async run(trial: Trial): Promise<Outcome> {
    await this.#ready()
    const reply = await this.#reach(trial.moment)
    await delay(trial.delayMs)
    const detectionMs = await this.#injectFault(trial.fault)
    await reply?.isOver
    await this.#ready()
    const next = new WatchedReply(this.#replyOptions, 'Hello')
    await next.isOver
    const problems = [...(reply?.problems ?? []), ...next.problems]
    if (!next.isDone) problems.push('The next reply did not finish.')
    return { ...trial, detectionMs, isReplyHit: reply !== undefined && !reply.isDone, problems }
  }

  close(): void {
    this.#engine.stop()
    this.#store.close()
  }

  /** Brings the engine to the moment; returns the reply that is current or just finished. */
  async #reach(moment: Moment): Promise<WatchedReply | undefined> {
    switch (moment) {
      case 'load': {
        this.#engine.unload()
        this.#engine.load()
        await this.#waitForStatus(() => this.#engine.pid !== undefined && this.#engine.status.state === 'loading')
        return undefined
      }
      case 'idle':
        return undefined
      case 'prefill': {
        const reply = new WatchedReply(this.#replyOptions, longPrompt)
        await reply.reading()
        return reply
      }
      case 'decode': {
        const reply = new WatchedReply(this.#replyOptions, longReply)
        await reply.writing()
        return reply
      }
      case 'end': {
        const reply = new WatchedReply(this.#replyOptions, 'Hello')
        await reply.isOver
        return reply
      }
    }
  }

  /** Returns the milliseconds until the host detects the fault. */
  async #injectFault(fault: Fault): Promise<number> {
    const { pid } = this.#engine
    if (pid === undefined) throw new Error('There is no engine process.')
    let start = performance.now()
    const detection = this.#waitForStatus(({ state }) => state === 'restarting' || state === 'failed').then(
      () => performance.now() - start,
    )
    await injectFault(fault, pid)
    if (fault === 'frozen-thread') start = performance.now()
    // A hang at rest is found when something is asked, so give it work.
    if (fault !== 'death' && this.#replyOptions.runs.isIdle) void new WatchedReply(this.#replyOptions, 'Hello').isOver
    return detection
  }

  /** After three deaths in five minutes the host waits for the user; this loads the model in the user's place. */
  async #ready(): Promise<void> {
    await this.#waitForStatus(({ state }) => {
      if (state === 'failed') queueMicrotask(() => this.#engine.load())
      return state === 'ready'
    })
  }

  #waitForStatus(isReached: (status: EngineHost['status']) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        unsubscribe()
        reject(new Error(`The engine stayed ${this.#engine.status.state} for ${maxWaitMs / 1_000} s.`))
      }, maxWaitMs)
      const check = () => {
        if (!isReached(this.#engine.status)) return
        clearTimeout(timer)
        unsubscribe()
        resolve()
      }
      const unsubscribe = this.#engine.onStatus(check)
      check()
    })
  }
}

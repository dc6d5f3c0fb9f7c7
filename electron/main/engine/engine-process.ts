import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron'
import type { EngineMessage, EngineReply, EngineRequests, EngineStreams } from '../../../contract/engine.js'
import { type Result, unwrap } from '../../../contract/errors.js'
import { adaptMainPort } from '../../../contract/main-port.js'
import { type Acknowledgement, type Packet, readPackets, receiveStream } from '../../../contract/stream.js'
import { addonPaths, bundlePath } from '../paths.js'
import type { Deadlines } from './deadlines.js'
import { died, type Ending, gone, silent, stuck } from './ending.js'
import { EngineWatch } from './engine-watch.js'
import { watchFaults } from './watch-faults.js'

interface Listener {
  /** The process is up and takes requests. */
  readonly onSpawn: () => void
  /** The process hangs or is being killed. `onEnd` follows. */
  readonly onEnding: (ending: Ending) => void
  /** Called once. `isGone` is false when the process could not be killed. */
  readonly onEnd: (ending: Ending, exitCode: number | undefined, isGone: boolean) => void
}

type Failure = Extract<Result<null>, { ok: false }>

/** One engine process from start to end, watched by pings. */
export class EngineProcess {
  readonly #child: UtilityProcess
  readonly #times: Deadlines
  readonly #listener: Listener
  readonly #watch: EngineWatch
  readonly #answers = new Map<number, (result: Result<unknown>) => void>()
  /** Each function ends one open stream. */
  readonly #streams = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined
  readonly #pid: Promise<number | undefined>
  #exitTimer: NodeJS.Timeout | undefined
  #nextId = 1
  #ending: Ending | undefined
  #isOver = false

  constructor(times: Deadlines, listener: Listener, addon = addonPaths()[0] ?? '') {
    this.#times = times
    this.#listener = listener
    this.#watch = new EngineWatch(times, performance.now())
    this.#child = utilityProcess.fork(bundlePath('engine', 'index.cjs'), [], {
      serviceName: 'Parley engine',
      stdio: ['ignore', 'inherit', 'pipe'],
      env: engineEnvironment(addon),
    })
    this.#child.stderr?.on('data', watchFaults())
    this.#child.on('message', (reply: EngineReply) => {
      this.#answers.get(reply.id)?.(reply.result)
      this.#answers.delete(reply.id)
    })
    this.#child.once('exit', (code) => this.#end(code, true))
    this.#pid = new Promise((resolve) => {
      this.#child.once('spawn', () => {
        resolve(this.#child.pid)
        listener.onSpawn()
      })
    })
    this.#schedule()
  }

  get isEnding(): boolean {
    return this.#ending !== undefined || this.#isOver
  }

  /** For tests that kill and freeze the process. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  /**
   * Kills the process at once, which surely frees its memory. Open requests and streams fail with the message of
   * `ending`.
   */
  kill(ending: Ending): void {
    if (this.isEnding) return
    this.#ending = ending
    this.#listener.onEnding(ending)
    this.#failAll()
    // Not `child.kill()`: a frozen process ignores SIGTERM.
    void this.#pid.then((pid) => {
      if (pid !== undefined && !this.#isOver) signal(pid, 'SIGKILL')
    })
    this.#exitTimer = setTimeout(() => this.#end(undefined, false), this.#times.exitMs)
  }

  /** The Mac goes to sleep: no deadline applies until it wakes. */
  pause(): void {
    this.#watch.pause()
  }

  resume(): void {
    this.#watch.resume(performance.now())
  }

  ask<K extends keyof EngineRequests>(
    name: K,
    ...args: Parameters<EngineRequests[K]>
  ): Promise<Awaited<ReturnType<EngineRequests[K]>>> {
    return new Promise((resolve, reject) => {
      const answer = (result: Result<unknown>) => {
        try {
          resolve(unwrap(result) as Awaited<ReturnType<EngineRequests[K]>>)
        } catch (error) {
          reject(error)
        }
      }
      if (this.isEnding) return answer(this.#failure)
      const id = this.#nextId++
      const wasAtRest = this.#isAtRest
      this.#answers.set(id, answer)
      if (wasAtRest) this.#schedule()
      this.#child.postMessage({ type: 'request', id, name, args } satisfies EngineMessage)
    })
  }

  open<K extends keyof EngineStreams>(
    name: K,
    request: EngineStreams[K]['request'],
    signal: AbortSignal,
  ): AsyncGenerator<readonly EngineStreams[K]['event'][]> {
    type Event = EngineStreams[K]['event']
    let stop = () => {}
    const stopping = { ask: () => stop(), withinMs: this.#times.stopMs }
    return readPackets<Event>(
      (onPacket) => {
        if (this.isEnding) {
          void onPacket({ events: [], end: this.#failure })
          return () => {}
        }
        const { port1, port2 } = new MessageChannelMain()
        const port = adaptMainPort<Acknowledgement, Packet<Event>>(port1)
        stop = () => port.post('stop')
        let onClose = () => {}
        const cancel = receiveStream<Event>(
          {
            ...port,
            onClose: (listener) => {
              onClose = listener
              port.onClose(listener)
            },
          },
          // The port may close before the exit is known, so the message is chosen when the packet is read.
          (packet) => onPacket(packet.end === gone ? { ...packet, end: this.#failure } : packet),
          gone,
        )
        this.#streams.add(onClose)
        this.#schedule()
        this.#child.postMessage({ type: 'stream', name, request } satisfies EngineMessage, [port2])
        return () => {
          this.#streams.delete(onClose)
          cancel()
        }
      },
      signal,
      stopping,
    )
  }

  get #failure(): Failure {
    return this.#ending ? { ...gone, message: this.#ending.message } : gone
  }

  get #isAtRest(): boolean {
    return this.#watch.isIdle && this.#answers.size === 0 && this.#streams.size === 0
  }

  /** Plans the next check: a later one while the engine has nothing to do, so that an open app lets the processor sleep. */
  #schedule(): void {
    clearTimeout(this.#timer)
    if (this.#isOver) return
    const { pingEveryMs, restingPingMs } = this.#times
    this.#timer = setTimeout(() => this.#check(), this.#isAtRest ? restingPingMs : pingEveryMs)
  }

  #check(): void {
    const { pid } = this.#child
    // The `exit` event may come late or never.
    if (pid !== undefined && !signal(pid, 0)) {
      this.#end(undefined, true)
      return
    }
    this.#schedule()
    const verdict = this.#watch.tick(performance.now())
    if (verdict !== 'alive') this.kill(verdict === 'silent' ? silent : stuck)
    else this.#ping()
  }

  #ping(): void {
    if (!this.#watch.wantsPing || this.#child.pid === undefined) return
    this.#watch.recordPing()
    this.ask('ping').then(
      (pulse) => {
        this.#watch.recordPulse(pulse)
        if (this.#isAtRest) this.#schedule()
      },
      () => {}, // the process ended; its `exit` event reports that
    )
  }

  #failAll(): void {
    for (const answer of this.#answers.values()) answer(this.#failure)
    this.#answers.clear()
    for (const end of this.#streams) end()
  }

  #end(code: number | undefined, isGone: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    clearTimeout(this.#exitTimer)
    this.#failAll()
    this.#listener.onEnd(this.#ending ?? died, code, isGone)
  }
}

/** Sends a signal (0 only checks) and returns whether the process exists. */
function signal(pid: number, name: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    // EPERM: the system gave the id to a process of another user.
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')) return false
    throw error
  }
}

/** Only the variables that the engine needs: the user's environment may hold secrets. */
function engineEnvironment(addon: string): Record<string, string> {
  const environment: Record<string, string> = { PARLEY_NATIVE: addon }
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'PARLEY_WIRE', 'PARLEY_MEMORY_BYTES']) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}

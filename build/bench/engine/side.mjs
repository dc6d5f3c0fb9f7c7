import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { SetupError } from '../../setup/run.mjs'

/** A process that measures: it reads requests and writes results, one JSON line each, and exits when its stdin closes. */
export class Side {
  #child
  #lines
  #ended

  constructor(name, program, args, env = {}) {
    this.name = name
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } })
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
      this.#child.once('error', (error) => resolve(error.message))
    })
    // `ask` reports a process that died, at the end of its stdout.
    this.#child.stdin.on('error', () => {})
  }

  /** One request at a time. Throws SetupError with the error that the process reports. */
  async ask(action, parameters = {}) {
    this.#child.stdin.write(`${JSON.stringify({ do: action, ...parameters })}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new SetupError(`${this.name} ended at “${action}”: ${await this.#ended}`)
    const { error, ...result } = JSON.parse(value)
    if (error) throw new SetupError(`${this.name} failed at “${action}”: ${error}`)
    return result
  }

  async close() {
    this.#child.stdin.end()
    await this.#ended
  }
}

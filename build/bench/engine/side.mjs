import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { SetupError } from '../../setup/run.mjs'

/** A program that measures: it answers each line of JSON with a line of JSON, and stays until its stdin ends. */
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
    // A program that dies is noticed by the end of its answers.
    this.#child.stdin.on('error', () => {})
  }

  /** One request at a time. Throws SetupError with what the program says went wrong. */
  async ask(what, parameters = {}) {
    this.#child.stdin.write(`${JSON.stringify({ do: what, ...parameters })}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new SetupError(`${this.name} ended at “${what}”: ${await this.#ended}`)
    const { error, ...answer } = JSON.parse(value)
    if (error) throw new SetupError(`${this.name} failed at “${what}”: ${error}`)
    return answer
  }

  async close() {
    this.#child.stdin.end()
    await this.#ended
  }
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fetchOracle } from '../../../build/setup/oracle.mjs'

/** Runs a Python program that prints an answer, one line of JSON, for each request on stdin. */
export class PythonOracle<Request, Answer> {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #answers: AsyncIterator<string>

  private constructor(process: ChildProcessWithoutNullStreams) {
    this.#process = process
    this.#answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
  }

  static async open<Request, Answer>(
    program: URL,
    env: NodeJS.ProcessEnv = {},
  ): Promise<PythonOracle<Request, Answer>> {
    return new PythonOracle(spawn(await fetchOracle(), [program.pathname], { env: { ...process.env, ...env } }))
  }

  /** Allows one request at a time. */
  async ask(request: Request): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error('The oracle ended.')
    return JSON.parse(value) as Answer
  }

  close(): void {
    this.#process.stdin.end()
  }
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { fetchOracle } from '../../../../build/setup/oracle.mjs'
import { rankFile } from '../../../../build/setup/rank-file.mjs'
import type { ReadMessage } from '../read-stream.js'

type Request =
  | { readonly render: string }
  | { readonly parse: readonly number[] }
  | { readonly encode: string; readonly folder?: string }

export interface OracleAnswer {
  readonly tokens?: readonly number[]
  readonly messages?: readonly ReadMessage[]
  readonly error?: string
}

/** Runs OpenAI's own library in a Python process, as the reference for tests. */
export class Oracle {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #answers: AsyncIterator<string>

  private constructor(process: ChildProcessWithoutNullStreams) {
    this.#process = process
    this.#answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]()
  }

  static async open(): Promise<Oracle> {
    const program = new URL('./oracle.py', import.meta.url).pathname
    const env = { ...process.env, TIKTOKEN_ENCODINGS_BASE: dirname(rankFile) }
    return new Oracle(spawn(await fetchOracle(), [program], { env }))
  }

  /** Allows one request at a time. */
  async ask(request: Request): Promise<OracleAnswer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error('The oracle ended.')
    return JSON.parse(value) as OracleAnswer
  }

  close(): void {
    this.#process.stdin.end()
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { fetchOracle } from '../../../build/setup/oracle.mjs'
import type { Sampling } from '../../index.js'
import type { DenseSpec } from './dense-spec.js'
import type { AdapterSpec, ModelSpec } from './model-spec.js'

interface Reading {
  readonly model: string
  readonly adapter?: string
  readonly dtype: 'float32' | 'bfloat16'
  readonly prompt: readonly number[]
  /** Number of tokens per chunk. */
  readonly chunk: number
}

export interface LogitsQuestion extends Reading {
  readonly continuation: readonly number[]
}

export interface LogitsAnswer {
  /** After the prompt, and after each token of the continuation. */
  readonly rows: readonly Float32Array[]
  /** The smallest margin between a chosen expert and the best rejected one. */
  readonly routerMargin: number
}

export interface GenerationQuestion extends Reading, Required<Sampling> {
  readonly maxTokens: number
}

export interface GenerationAnswer {
  readonly tokens: readonly number[]
  readonly logprobs: readonly number[]
}

/** mlx-lm in a Python process, one per test file because its imports take longer than its answers. */
export class Oracle {
  readonly #process: ChildProcess
  /** Contains all models that the oracle made. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'parley-oracle-'))
  #made = 0
  readonly #waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = []

  private constructor(python: string) {
    const script = fileURLToPath(new URL('oracle.py', import.meta.url))
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#process = child
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as { value: unknown } | { error: string }
      const request = this.#waiting.shift()
      if ('error' in answer) request?.reject(new Error(`The oracle failed: ${answer.error}`))
      else request?.resolve(answer.value)
    })
    child.stdin.on('error', () => {}) // `close` reports a process that died
    child.once('error', (error) => this.#end(error))
    child.once('close', (code) => this.#end(new Error(`The oracle exited with code ${code}.`)))
  }

  static async start(): Promise<Oracle> {
    return new Oracle(await fetchOracle())
  }

  /**
   * Kills the process and removes the models that it made. A normal end would wait for the imports, for a question that a
   * failed test left behind, and for the end of the interpreter, which take long on a busy machine.
   */
  async close(): Promise<void> {
    const closed = once(this.#process, 'close')
    this.#process.kill('SIGKILL')
    await closed
    rmSync(this.#folder, { recursive: true })
  }

  /** Writes a random model and returns its folder. */
  async make(spec: ModelSpec | DenseSpec): Promise<string> {
    const folder = join(this.#folder, `model-${this.#made++}`)
    await this.#ask('architecture' in spec ? 'makeDense' : 'make', { spec, folder })
    return folder
  }

  /** Writes a random adapter for a model and returns its folder. */
  async makeAdapter(model: string, spec: AdapterSpec): Promise<string> {
    const folder = join(this.#folder, `adapter-${this.#made++}`)
    await this.#ask('makeAdapter', { model, spec, folder })
    return folder
  }

  async logits(question: LogitsQuestion): Promise<LogitsAnswer> {
    const answer = (await this.#ask('logits', question)) as { rows: string[]; routerMargin: number }
    return { ...answer, rows: answer.rows.map(decodeRow) }
  }

  async generate(question: GenerationQuestion): Promise<GenerationAnswer> {
    return (await this.#ask('generate', question)) as GenerationAnswer
  }

  #ask(command: string, request: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#process.stdin?.write(`${JSON.stringify({ command, ...request })}\n`)
    })
  }

  #end(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

/** Little-endian float32 in base64. */
export function decodeRow(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))
}

import { Worker } from 'node:worker_threads'
import { unwrap } from '../../../../../contract/errors.js'
import type { Find, Found, Question, Reply } from './messages.js'

interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** A thread that searches a store, so that no search holds main up, however long one of its steps takes. */
export class SearchThread {
  readonly #script: string
  readonly #file: string
  #worker: Worker | undefined
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #isGone = false

  /**
   * @param script the bundle of `index.ts` beside this file
   * @param file the store's database, which is open
   */
  constructor(script: string, file: string) {
    this.#script = script
    this.#file = file
  }

  /** False after the thread has failed: then main searches. */
  get isUsable(): boolean {
    return !this.#isGone
  }

  /** The telling words of a message. Throws like `find`. */
  async tellingWords(messageId: string): Promise<readonly string[]> {
    return (await this.#ask({ likeId: messageId })).words ?? []
  }

  /** Starts the thread with the first search. Throws what the search throws, and why the thread ended. */
  async find(what: Find): Promise<Found> {
    return this.#ask(what)
  }

  async #ask(what: Find | { readonly likeId: string }): Promise<Found> {
    const worker = this.#started()
    const id = ++this.#lastId
    const { result } = await new Promise<Reply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      worker.postMessage({ id, ...what } satisfies Question)
    })
    return unwrap(result)
  }

  /** Resolves when the thread no longer reads the file. Its searches fail. */
  async stop(): Promise<void> {
    this.#end(new Error('The store closes.'))
    await this.#worker?.terminate()
  }

  #started(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(this.#script, { workerData: this.#file, name: 'search' })
    worker.on('message', (reply: Reply) => {
      this.#waiting.get(reply.id)?.resolve(reply)
      this.#waiting.delete(reply.id)
    })
    worker.on('error', (error) => this.#end(error))
    worker.on('exit', () => this.#end(new Error('The thread that searches has ended.')))
    worker.unref()
    this.#worker = worker
    return worker
  }

  #end(error: Error): void {
    this.#isGone = true
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

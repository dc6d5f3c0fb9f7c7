import { randomUUID } from 'node:crypto'
import type { AddedDocuments } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'

/** What is sent of a file that is not finished after this time will not come: its window is gone. */
const maxSilenceMs = 60_000
const maxAtOnce = 8

interface Arrival {
  readonly size: number
  receivedBytes: number
  readonly pieces: Pieces
  readonly added: Promise<AddedDocuments>
  isOver: boolean
}

/** Files that a window sends piece by piece. Each piece is written before the next one is accepted. */
export class Arrivals {
  readonly #arrivals = new Map<string, Arrival>()

  /**
   * @param size in bytes
   * @param add adds the file with these slices, and may refuse it before it reads them
   */
  begin(size: number, add: (slices: AsyncIterable<Uint8Array>) => Promise<AddedDocuments>): string {
    // Those of a window that is gone were never ended.
    if (this.#arrivals.size >= maxAtOnce)
      for (const [id, { isOver }] of this.#arrivals) if (isOver) this.#arrivals.delete(id)
    if (this.#arrivals.size >= maxAtOnce) throw new AppError('refused', 'Too many files arrive at once.')
    const pieces = new Pieces()
    const arrival = { size, receivedBytes: 0, pieces, added: add(pieces), isOver: false }
    const over = () => {
      arrival.isOver = true
      pieces.fail(incomplete())
    }
    arrival.added.then(over, over)
    const id = randomUUID()
    this.#arrivals.set(id, arrival)
    return id
  }

  /** Resolves when the piece is written. Returns false when no more is wanted, because the file was refused. */
  async take(id: string, piece: Uint8Array): Promise<boolean> {
    const arrival = this.#find(id)
    arrival.receivedBytes += piece.byteLength
    if (arrival.receivedBytes > arrival.size) arrival.pieces.fail(incomplete())
    else await arrival.pieces.put(piece)
    return !arrival.isOver
  }

  /** Call after the last piece, or to give up. Returns what was refused. */
  async end(id: string): Promise<AddedDocuments> {
    const { size, receivedBytes, pieces, added } = this.#find(id)
    this.#arrivals.delete(id)
    if (receivedBytes === size) pieces.end()
    else pieces.fail(incomplete())
    return added
  }

  #find(id: string): Arrival {
    const arrival = this.#arrivals.get(id)
    if (!arrival) throw new AppError('not-found', 'This file is not arriving.')
    return arrival
  }
}

const incomplete = () =>
  new AppError('document-unreadable', 'It did not arrive completely. Check that it still exists and add it again.')

/** Pieces in order, one at a time. */
class Pieces implements AsyncIterable<Uint8Array> {
  #piece: Uint8Array | undefined
  #error: AppError | undefined
  #isEnded = false
  #wake = () => {}
  #accept = () => {}
  #silence: NodeJS.Timeout | undefined

  constructor() {
    this.#listen()
  }

  /** Resolves when the piece is taken and done with, or when nothing is taken any more. */
  async put(piece: Uint8Array): Promise<void> {
    if (this.#error) return
    if (this.#piece) throw new AppError('refused', 'Send one piece at a time.')
    this.#listen()
    this.#piece = piece
    await new Promise<void>((resolve) => {
      this.#accept = resolve
      this.#wake()
    })
  }

  end(): void {
    this.#isEnded = true
    clearTimeout(this.#silence)
    this.#wake()
  }

  /** Whoever takes pieces gets the error, unless they have all. */
  fail(error: AppError): void {
    this.#error ??= error
    clearTimeout(this.#silence)
    this.#wake()
    this.#accept()
  }

  async *[Symbol.asyncIterator]() {
    while (true) {
      while (!this.#piece && !this.#error && !this.#isEnded)
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      if (this.#error) throw this.#error
      if (!this.#piece) return
      yield this.#piece
      this.#piece = undefined
      this.#accept()
    }
  }

  #listen(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.fail(incomplete()), maxSilenceMs)
    this.#silence.unref()
  }
}

import { maxPieceBytes } from '../../../contract/reader.js'
import { readerLimits } from './limits.js'
import { unreadableError } from './reader.js'

/** What a reader may ask of a file of `size` bytes: one that reads it several times over works for a stranger. */
export class PieceBudget {
  readonly #size: number
  #askedBytes = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Throws `document-unreadable`. */
  take({ from, to }: { readonly from: number; readonly to: number }): void {
    this.#askedBytes += to - from
    if (to <= from || to > this.#size || to - from > maxPieceBytes) throw unreadableError()
    if (this.#askedBytes > this.#size * readerLimits.maxReadsOfFile) throw unreadableError()
  }
}

import type { DrawnPage } from '../../../contract/drawing.js'
import { drawerLimits } from './limits.js'

const { maxKeptBytes } = drawerLimits

/** The newest drawings, up to `maxKeptBytes`; the ones that were not used for longest go first. */
export class KeptDrawings {
  readonly #drawings = new Map<string, DrawnPage>()
  #bytes = 0

  get(key: string): DrawnPage | undefined {
    const drawing = this.#drawings.get(key)
    if (!drawing) return undefined
    this.#drawings.delete(key)
    this.#drawings.set(key, drawing)
    return drawing
  }

  add(key: string, drawing: DrawnPage): void {
    this.#remove(key)
    if (bytesOf(drawing) > maxKeptBytes) return
    this.#drawings.set(key, drawing)
    this.#bytes += bytesOf(drawing)
    for (const oldest of this.#drawings.keys()) {
      if (this.#bytes <= maxKeptBytes) return
      this.#remove(oldest)
    }
  }

  clear(): void {
    this.#drawings.clear()
    this.#bytes = 0
  }

  #remove(key: string): void {
    const drawing = this.#drawings.get(key)
    if (drawing) this.#bytes -= bytesOf(drawing)
    this.#drawings.delete(key)
  }
}

const itemBytes = 100

const bytesOf = ({ png, items }: DrawnPage) => png.byteLength + items.length * itemBytes

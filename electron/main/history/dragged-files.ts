import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileName } from '../files/file-name.js'

/**
 * The files that are dragged out of windows. Other apps read them after the drop, when nobody tells, so they stay until Parley
 * ends or starts again.
 */
export class DraggedFiles {
  readonly #folder: string

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'dragged')
    this.empty() // what a crash left
  }

  /** Returns the path of a file of this name, in a folder of its own that only the user can read. */
  write(title: string, ending: string, content: string): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const file = join(mkdtempSync(join(this.#folder, 'file-')), `${fileName(title)}.${ending}`)
    writeFileSync(file, content, { mode: 0o600 })
    return file
  }

  empty(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

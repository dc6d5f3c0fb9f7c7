import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { kindOf } from '../files/path-kind.js'

const maxFileBytes = 256 * 1_024
const fileCount = 4
const maxLineCharacters = 2_000
/** A fault that repeats itself fills no disk and keeps main free. */
const maxLinesPerMinute = 120

export const logFolder = (dataFolder: string) => join(dataFolder, 'logs')

/**
 * Lines in `logs/parley.log`; older ones are in `parley.1.log` to `parley.3.log`, and together at most 1 MiB. Never throws: an
 * app that cannot write its log goes on.
 */
export class LogFile {
  readonly #folder: string
  readonly #now: () => number
  #minute = 0
  #linesOfMinute = 0

  constructor(dataFolder: string, now: () => number = Date.now) {
    this.#folder = logFolder(dataFolder)
    this.#now = now
  }

  write(level: 'error' | 'info', process: string, text: string): void {
    if (!this.#hasRoom()) return
    const isLast = this.#linesOfMinute === maxLinesPerMinute
    const words = isLast ? 'Too many lines; the rest of this minute is not recorded.' : text
    const line = `${new Date(this.#now()).toISOString()} ${level} ${process}: ${words}`
    this.#append(`${line.replaceAll(/\p{C}/gu, ' ').slice(0, maxLineCharacters)}\n`)
  }

  /** Everything that is kept, oldest first. */
  read(): string {
    const files = Array.from({ length: fileCount }, (_, age) => this.#path(fileCount - 1 - age))
    return files.map(readOrdinary).join('')
  }

  #hasRoom(): boolean {
    const minute = Math.floor(this.#now() / 60_000)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#linesOfMinute = 0
    }
    this.#linesOfMinute++
    return this.#linesOfMinute <= maxLinesPerMinute
  }

  #append(line: string): void {
    try {
      // Not recursive: a data folder that is away, on another disk, must not be made anew beside it.
      if (kindOf(this.#folder) === 'absent') mkdirSync(this.#folder, { mode: 0o700 })
      chmodSync(this.#folder, 0o700)
      const file = this.#path(0)
      if (kindOf(file) === 'file' && statSync(file).size + Buffer.byteLength(line) > maxFileBytes) this.#rotate()
      if (kindOf(file) !== 'absent' && kindOf(file) !== 'file') return
      // Not through a link: it could lead out of the folder.
      const descriptor = openSync(
        file,
        constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW,
        0o600,
      )
      try {
        appendFileSync(descriptor, line)
      } finally {
        closeSync(descriptor)
      }
    } catch {
      // A full disk or a folder that is away: nobody is left to tell.
    }
  }

  #rotate(): void {
    rmSync(this.#path(fileCount - 1), { force: true })
    for (let age = fileCount - 2; age >= 0; age--)
      if (kindOf(this.#path(age)) === 'file') renameSync(this.#path(age), this.#path(age + 1))
  }

  #path(age: number): string {
    return join(this.#folder, age === 0 ? 'parley.log' : `parley.${age}.log`)
  }
}

function readOrdinary(file: string): string {
  try {
    return kindOf(file) === 'file' && statSync(file).size <= maxFileBytes ? readFileSync(file, 'utf8') : ''
  } catch {
    return '' // the folder of the logs is none
  }
}

import { formatBytes } from '../../../../contract/format-bytes.js'
import { timeLeftInWords } from '../../../../contract/time-in-words.js'
import type { DownloadProgress } from '../../downloads/download.js'
import { SpeedMeter } from '../../downloads/speed-meter.js'

const betweenMs = 1_000

/** A download's progress as lines: each change of state, and at most one line a second of bytes. */
export class ProgressLines {
  readonly #print: (line: string) => void
  readonly #meter = new SpeedMeter()
  #shownAt = Number.NEGATIVE_INFINITY
  #last = ''

  constructor(print: (line: string) => void) {
    this.#print = print
  }

  say(line: string): void {
    if (line === this.#last) return
    this.#last = line
    this.#print(line)
  }

  show(progress: DownloadProgress): void {
    if (progress.state === 'downloading') this.#showBytes(progress.doneBytes, progress.totalBytes)
    else this.say(lineOf(progress))
  }

  #showBytes(doneBytes: number, totalBytes: number): void {
    this.#meter.add(doneBytes)
    const now = performance.now()
    if (now - this.#shownAt < betweenMs && doneBytes < totalBytes) return
    this.#shownAt = now
    const { bytesPerSecond } = this.#meter
    const speed = bytesPerSecond > 0 ? `, ${formatBytes(bytesPerSecond)}/s` : ''
    const left = timeLeftInWords(totalBytes - doneBytes, bytesPerSecond)
    this.say(`${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}${speed}${left && `, ${left} left`}`)
  }
}

function lineOf(progress: Exclude<DownloadProgress, { state: 'downloading' }>): string {
  switch (progress.state) {
    case 'listing':
      return 'Asks what the repository has.'
    case 'checking':
      return 'Checks what is there already.'
    case 'remark':
      return progress.message
    case 'waiting': {
      const seconds = Math.max(1, Math.round((progress.wait.until - Date.now()) / 1_000))
      return `${progress.wait.reason} Tries again in ${seconds} s.`
    }
  }
}

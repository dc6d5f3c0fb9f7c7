import type { ModelDownload } from '../../contract/downloads.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { timeLeftInWords } from '../../contract/time-in-words.js'
import { loadingWords } from './loading-words.js'

/** What a download does: "1.2 of 11.2 GB · 34 MB/s · 5 min left". */
export function downloadWords({ status, doneBytes, totalBytes, bytesPerSecond }: ModelDownload): string {
  const arrived = doneBytes > 0 ? formatBytes(doneBytes) : ''
  const bytes = totalBytes > 0 ? loadingWords(doneBytes, totalBytes) : arrived
  switch (status.state) {
    case 'queued':
      return joined('Waits for its turn', bytes)
    case 'checking':
      return joined('Checking what is there', bytes)
    case 'running': {
      if (totalBytes > 0 && doneBytes >= totalBytes) return joined('Checking the files', bytes)
      const speed = bytesPerSecond > 0 ? `${formatBytes(bytesPerSecond)}/s` : ''
      const left = timeLeftInWords(totalBytes - doneBytes, bytesPerSecond)
      return joined(bytes, speed, left && `${left} left`)
    }
    case 'waiting':
      return `${status.reason} Parley tries again by itself.`
    case 'paused':
      return joined('Paused', bytes)
    case 'failed':
      return status.message
    case 'done':
      return 'Ready to use'
  }
}

/** The same in a few characters: "37 %", or why it stands still. */
export function downloadShare({ status, doneBytes, totalBytes }: ModelDownload): string {
  switch (status.state) {
    case 'checking':
    case 'running':
      return totalBytes > 0 ? `${Math.floor((doneBytes / totalBytes) * 100)} %` : 'Starting'
    case 'queued':
    case 'waiting':
      return 'Waiting'
    case 'paused':
      return 'Paused'
    case 'failed':
      return 'Stopped'
    case 'done':
      return 'Ready to use'
  }
}

const joined = (...parts: readonly string[]) => parts.filter(Boolean).join(' · ')

/** What the user can do meanwhile; nothing where no download waits or runs. */
export function downloadNote({ status }: ModelDownload): string | undefined {
  if (status.state === 'running' || status.state === 'checking')
    return 'You can work meanwhile, or quit: the download continues at the next start.'
  return status.state === 'waiting' ? 'You can work with the models that are there meanwhile.' : undefined
}

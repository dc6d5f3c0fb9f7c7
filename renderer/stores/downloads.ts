import { create } from 'zustand'
import type { Downloads, ModelDownload, SuggestedModel } from '../../contract/downloads.js'
import { open, request } from '../bridge.js'
import { reportError } from './view.js'

interface DownloadsStore extends Downloads {
  /** `null` until it is known, and where no model suits this computer. */
  readonly suggestion: SuggestedModel | null
  /** The user looks around with the demonstration model first. */
  readonly isPutOff: boolean
}

export const useDownloads = create<DownloadsStore>(() => ({
  downloads: [],
  speedLimit: null,
  token: 'none',
  suggestion: null,
  isPutOff: false,
}))

const reopenAfterMs = 1_000

/** Keeps the store up to date while the window is open. */
export async function followDownloads(): Promise<never> {
  request.suggestModel().then((suggestion) => useDownloads.setState({ suggestion }), reportError)
  const { signal } = new AbortController()
  for (;;) {
    try {
      for await (const views of open('downloads', {}, signal)) {
        const newest = views.at(-1)
        if (newest) useDownloads.setState(newest)
      }
    } catch (error) {
      reportError(error, 'downloads')
    }
    await new Promise((resolve) => setTimeout(resolve, reopenAfterMs))
  }
}

export function startDownload({ repository, bytes }: SuggestedModel): void {
  request.startDownload(repository, bytes).catch(reportError)
}

export function pauseDownload({ id }: ModelDownload): void {
  request.pauseDownload(id).catch(reportError)
}

export function resumeDownload({ id }: ModelDownload): void {
  request.resumeDownload(id).catch(reportError)
}

export function cancelDownload({ id }: ModelDownload): void {
  request.cancelDownload(id).catch(reportError)
}

export const lookAroundFirst = () => useDownloads.setState({ isPutOff: true })
export const offerModel = () => useDownloads.setState({ isPutOff: false })

import { create } from 'zustand'
import type { Downloads, LookedUpModel, ModelDownload, SuggestedModel } from '../../contract/downloads.js'
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
  lineSpeed: null,
  folder: '',
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

/** Looks at a repository before its download. Returns what it is, or why it can't be downloaded. */
export async function lookUpModel(
  name: string,
): Promise<{ readonly found: LookedUpModel } | { readonly error: string }> {
  try {
    return { found: await request.lookUpModel(name) }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

export function startDownload({ repository, bytes }: Pick<SuggestedModel, 'repository' | 'bytes'>): void {
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

/** What came of a check of a model, and the repository to fetch it from when it should be. */
interface Check {
  readonly words: string
  readonly repository?: string
}

/** Reads all files of a downloaded model again. */
export async function verifyModel(modelId: string): Promise<Check> {
  try {
    const { repository, damaged } = await request.verifyModel(modelId)
    if (damaged.length === 0) return { words: 'All of its files are as they were downloaded.' }
    return { words: `Damaged: ${damaged.join(', ')}. Only what is damaged is fetched again.`, repository }
  } catch (error) {
    return { words: messageOf(error) }
  }
}

/** Asks whether the repository of a downloaded model has another version. */
export async function checkForNewer(modelId: string): Promise<Check> {
  try {
    const { repository, isNewer } = await request.checkModelVersion(modelId)
    if (!isNewer) return { words: 'This is the newest version.' }
    return { words: 'There is another version. What has not changed is not fetched again.', repository }
  } catch (error) {
    return { words: messageOf(error) }
  }
}

export function moveDownloadUp({ id }: ModelDownload): void {
  const index = useDownloads.getState().downloads.findIndex((download) => download.id === id)
  request.moveDownload(id, Math.max(0, index - 1)).catch(reportError)
}

/** Moves the downloaded models into a folder that the user chooses, and lets new ones go there. */
export async function moveModels(): Promise<void> {
  await request.moveModels().catch((error: unknown) => reportError(error))
}

/** @param bytesPerSecond `null` removes the limit */
export function limitDownloads(bytesPerSecond: number | null): void {
  request.limitDownloads(bytesPerSecond).catch(reportError)
}

/** `null` removes the token. Returns why it was not set. */
export async function setHubToken(token: string | null): Promise<string | undefined> {
  try {
    await request.setHubToken(token)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

export const lookAroundFirst = () => useDownloads.setState({ isPutOff: true })
export const offerModel = () => useDownloads.setState({ isPutOff: false })

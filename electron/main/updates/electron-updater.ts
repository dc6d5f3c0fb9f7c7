import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { openNetwork } from '../window/guard.js'
import { isUpdateAddress } from './update-source.js'
import type { FoundUpdate, Updater } from './updates.js'

interface UpdaterOptions {
  readonly base: URL
  readonly dataFolder: string
  readonly isNetworkOn: () => boolean
}

/** The session that electron-updater uses, by its name. */
const sessionName = 'electron-updater'

/** Finds and downloads versions by electron-updater; on a Mac Squirrel checks the signature and installs. */
export async function createUpdater({ base, dataFolder, isNetworkOn }: UpdaterOptions): Promise<Updater> {
  openUpdateSession(base, isNetworkOn)
  // It loads dozens of modules, which most starts of the app do not need at once.
  const { AppImageUpdater, CancellationToken, MacUpdater } = await import('electron-updater')
  const { ElectronHttpExecutor } = await import('electron-updater/out/electronHttpExecutor.js')
  const isMac = process.platform === 'darwin'
  const adapter = appAdapter(join(dataFolder, 'updates'))
  const updater = isMac ? new MacUpdater(undefined, adapter) : new AppImageUpdater(undefined, adapter)
  // Left out by electron-updater for an adapter that is not its own. The source takes it over.
  Object.assign(updater, { httpExecutor: new ElectronHttpExecutor() })
  updater.setFeedURL({ provider: 'generic', url: base.href.replace(/\/$/, '') })
  updater.logger = null
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = isMac
  updater.autoRunAppAfterInstall = false
  // Whole files: those that others put together from differences were broken now and then.
  updater.disableDifferentialDownload = true
  updater.on('error', () => {}) // each call also rejects
  let progressed = (_: number) => {}
  updater.on('download-progress', ({ percent }) => progressed(percent / 100))
  let token = new CancellationToken()
  return {
    async check(): Promise<FoundUpdate | undefined> {
      const result = await updater.checkForUpdates()
      if (!result?.isUpdateAvailable) return undefined
      const { version, releaseNotes } = result.updateInfo
      return { version, notes: typeof releaseNotes === 'string' ? releaseNotes.slice(0, maxNotesCharacters) : '' }
    },
    async download(onProgress) {
      progressed = onProgress
      token = new CancellationToken()
      await updater.downloadUpdate(token)
    },
    cancel: () => token.cancel(),
  }
}

const maxNotesCharacters = 20_000

/** Reaches the hosts of updates and nothing else, and says nothing that tells one Mac from another. */
function openUpdateSession(base: URL, isNetworkOn: () => boolean): void {
  const session = openNetwork(sessionName, (url) => isNetworkOn() && isUpdateAddress(url, base))
  session.webRequest.onBeforeSendHeaders(({ requestHeaders }, decide) => {
    // electron-updater sends a number that stays the same on each computer, for releases in stages.
    const kept = Object.entries(requestHeaders).filter(([name]) => name.toLowerCase() !== 'x-user-staging-id')
    decide({ requestHeaders: Object.fromEntries(kept) })
  })
}

/** Keeps everything of the updater in a folder of the app's data. */
function appAdapter(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const appUpdateConfigPath = join(folder, 'app-update.yml')
  writeFileSync(appUpdateConfigPath, JSON.stringify({ updaterCacheDirName: 'download' }), { mode: 0o600 })
  return {
    version: app.getVersion(),
    name: app.getName(),
    isPackaged: true,
    appUpdateConfigPath,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => {},
    relaunch: () => app.relaunch(),
    quit: () => app.quit(),
    onQuit: (handler: (exitCode: number) => void) => void app.once('quit', (_, exitCode) => handler(exitCode)),
  }
}

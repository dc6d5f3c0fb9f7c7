import { join } from 'node:path'
import { type Session, shell } from 'electron'
import { openNetwork } from '../../window/guard.js'
import { hubBase, isAllowed } from '../hosts.js'
import { netTransport } from '../net-transport.js'
import { DownloadFeed } from './download-feed.js'
import { DownloadList } from './download-list.js'
import { HubToken } from './hub-token.js'
import { ModelChecks } from './model-checks.js'
import { ModelDownloads, type ModelDownloadsOptions } from './model-downloads.js'

interface DownloadServiceOptions extends Pick<ModelDownloadsOptions, 'isNetworkOn' | 'addModel'> {
  readonly dataFolder: string
  /** Called at most four times a second while something changes. */
  readonly onTell: (downloads: ModelDownloads) => void
}

/** The downloads of the app, with a session of their own: the only one that reaches the network. */
export function createDownloads({ dataFolder, isNetworkOn, addModel, onTell }: DownloadServiceOptions) {
  const base = hubBase(process.env.PARLEY_HUB)
  const hubToken = new HubToken(dataFolder)
  let session: Session | undefined
  // Made by the first request, because most starts of the app download nothing.
  const openSession = () => {
    session ??= openNetwork('downloads', (url) => isNetworkOn() && isAllowed(url, base))
    return session
  }
  const feed: DownloadFeed = new DownloadFeed(
    () => downloads.view,
    () => onTell(downloads),
  )
  const hub = { base, transport: netTransport(openSession), token: hubToken, isNetworkOn }
  const checks = new ModelChecks(hub)
  const downloads: ModelDownloads = new ModelDownloads({
    ...hub,
    list: new DownloadList(dataFolder),
    folder: join(dataFolder, 'models'),
    addModel,
    trash: (path) => shell.trashItem(path),
    onChange: () => feed.changed(),
  })
  return { downloads, checks, hubToken, feed }
}

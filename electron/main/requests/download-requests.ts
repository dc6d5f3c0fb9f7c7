import { nameOfRepository } from '../../../contract/downloads.js'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { HubToken } from '../downloads/service/hub-token.js'
import type { ModelChecks } from '../downloads/service/model-checks.js'
import type { ModelDownloads } from '../downloads/service/model-downloads.js'
import type { EngineHost } from '../engine/engine-host.js'
import { fitOfOther } from '../models/catalogue/offered-models.js'
import { readConfig } from '../models/inspect-folder.js'
import type { Models } from '../models/models.js'
import { asId, asText, asWhole } from './arguments.js'
import { askForFolder } from './ask-for-folder.js'

export interface DownloadRequestOptions {
  readonly downloads: ModelDownloads
  readonly checks: ModelChecks
  readonly models: Pick<Models, 'ownFolderOf' | 'own' | 'relocate' | 'checkFolders'>
  readonly engine: Pick<EngineHost, 'computer'>
  readonly hubToken: HubToken
  readonly onDownloads: () => void
}

const maxSpeed = 1e12

/** Getting models. A window names a repository, and never a folder or an address. */
export function createDownloadRequests({
  downloads,
  checks,
  models,
  engine,
  hubToken,
  onDownloads,
}: DownloadRequestOptions) {
  return {
    async lookUpModel(text) {
      const { repository, bytes, weightBytes, config } = await checks.lookUp(asText(text, 500))
      const { fits, reason } = fitOfOther(await readConfig(config), weightBytes, engine.computer)
      return { repository, name: nameOfRepository(repository), bytes, fits, reason }
    },
    verifyModel: (modelId) => checks.verify(models.ownFolderOf(asId(modelId))),
    checkModelVersion: (modelId) => checks.checkVersion(models.ownFolderOf(asId(modelId))),
    async startDownload(repository, bytes = 0) {
      return { id: downloads.add(asText(repository, 200).trim(), asWhole(bytes, Number.MAX_SAFE_INTEGER)) }
    },
    async pauseDownload(id) {
      await downloads.pause(asId(id))
    },
    async resumeDownload(id) {
      downloads.resume(asId(id))
    },
    async cancelDownload(id) {
      await downloads.cancel(asId(id))
    },
    async moveDownload(id, index) {
      await downloads.move(asId(id), asWhole(index, 1_000))
    },
    async moveModels() {
      const folder = await askForFolder('Choose the folder for models. Those that are downloaded move there.', 'Move')
      if (folder === null) return false
      await models.checkFolders()
      await downloads.moveTo(folder, models.own, (from, to) => models.relocate(from, to))
      await models.checkFolders()
      return true
    },
    async limitDownloads(bytesPerSecond) {
      if (bytesPerSecond !== null && asWhole(bytesPerSecond, maxSpeed) < 1_000)
        throw new AppError('refused', 'A limit of speed is at least 1 KB a second.')
      downloads.limitSpeed(bytesPerSecond)
    },
    async setHubToken(token) {
      hubToken.set(token === null ? null : asText(token, 500))
      onDownloads()
    },
  } satisfies Partial<RequestHandlers>
}

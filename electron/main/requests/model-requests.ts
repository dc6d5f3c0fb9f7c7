import { dialog } from 'electron'
import { formatBytes } from '../../../contract/format-bytes.js'
import type { KnownModel } from '../../../contract/models.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { EngineHost } from '../engine/engine-host.js'
import { offeredModels, suggestedModel } from '../models/catalogue/offered-models.js'
import type { Models } from '../models/models.js'
import type { ModelSpeeds } from '../models/speed/model-speeds.js'
import type { Replies } from '../runs/replies.js'
import { asId, asIdOrNull } from './arguments.js'
import { askForFolder } from './ask-for-folder.js'

export interface ModelRequestOptions {
  readonly models: Models
  readonly replies: Replies
  readonly speeds: ModelSpeeds
  readonly engine: Pick<EngineHost, 'computer'>
}

/** Which models there are and which of them answers. A window knows them by their ids, never by their folders. */
export function createModelRequests({ models, replies, speeds, engine }: ModelRequestOptions) {
  return {
    getModels() {
      // Windows get the models of other apps when these are found.
      void models.findOthers()
      return models.checkFolders()
    },
    getOfferedModels: async () => offeredModels(engine.computer),
    suggestModel: async () => suggestedModel(engine.computer),
    async chooseModel(modelId, conversationId) {
      const id = asId(modelId)
      const conversation = asIdOrNull(conversationId)
      await models.checkFolders()
      if (conversation === null) models.choose(id)
      else replies.chooseModel(conversation, id)
    },
    async addModel() {
      const folder = await askForFolder(
        'Choose the folder of a model: it holds config.json, tokenizer.json and the weights.',
        'Add Model',
      )
      return folder === null ? null : models.add(folder)
    },
    async addAdapter(modelId) {
      const { id, name } = models.known(asId(modelId))
      const folder = await askForFolder(
        `Choose the folder of an adapter for ${name}: it holds adapter_config.json and adapters.safetensors.`,
        'Add Adapter',
      )
      return folder === null ? null : models.addAdapter(id, folder)
    },
    async removeModel(modelId) {
      models.remove(asId(modelId))
    },
    async trashModel(modelId) {
      const id = asId(modelId)
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        ...trashModelWords(models.known(id)),
        cancelId: 1,
      })
      if (response !== 0) return false
      await models.trash(id)
      return true
    },
    getModelSpeeds: async () => speeds.all,
    measureModel: (modelId) => speeds.measure(asId(modelId)),
    async reloadModel() {
      models.reload()
    },
    async restoreModel(modelId) {
      await models.restore(asId(modelId))
    },
  } satisfies Partial<RequestHandlers>
}

const trashModelWords = ({ name, weightBytes }: KnownModel) => ({
  message: `Move “${name}” to the Trash?`,
  detail: `${weightBytes === undefined ? 'Its space is' : `Its ${formatBytes(weightBytes)} are`} free once you empty the Trash. Conversations stay.`,
  buttons: ['Move to Trash', 'Cancel'],
  defaultId: 1,
})

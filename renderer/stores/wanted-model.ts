import type { ModelName } from '../../contract/chat.js'
import type { Effort } from '../../contract/engine.js'
import type { KnownModel } from '../../contract/models.js'
import { chainOf } from '../../contract/project.js'
import { findConversation } from './conversation-list.js'
import { useConversations } from './conversations.js'
import { useFolders } from './folders.js'
import { effortsOf, useModels } from './models.js'

/** The model that makes the next reply in this window. `known` is absent if it is no longer in the list. */
export interface WantedModel extends ModelName {
  readonly known?: KnownModel
}

/** Returns the model of the open conversation, else that of new conversations; undefined until it is loaded from main. */
export function useWantedModel(): WantedModel | undefined {
  const open = useConversations(({ conversations, openId }) => findConversation(conversations, openId))
  const newFolderId = useConversations((state) => state.newFolderId)
  const folders = useFolders((state) => state.folders)
  const project = chainOf(folders, open ? open.folderId : newFolderId).find((folder) => folder.project?.model)?.project
    ?.model
  const own = open?.ownsModel ? open.model : (project ?? open?.model)
  const choice = useModels((state) => state.choice)
  const wantedId = own?.id ?? choice?.chosenId
  const known = choice?.models.find(({ id }) => id === wantedId)
  return known ? { id: known.id, name: known.name, known } : own
}

/** Returns the efforts of the model that makes the next reply. */
export function useEfforts(): readonly Effort[] {
  const name = useWantedModel()?.name
  return useModels(({ choice, model }) => effortsOf({ choice, model }, name ?? model?.name ?? ''))
}

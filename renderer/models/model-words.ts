import { formatBytes } from '../../contract/format-bytes.js'
import { type KnownModel, modelOrigins } from '../../contract/models.js'

/** The detail beside the name of a model in a menu: its size, or why it can't be chosen, and the app that has it. */
export function modelDetail(model: KnownModel): string | undefined {
  const { origin } = model
  return [stateOrSize(model), origin && modelOrigins[origin]].filter(Boolean).join(' · ') || undefined
}

function stateOrSize({ isMissing, missingDisk, fault, isChanged, weightBytes }: KnownModel): string | undefined {
  if (missingDisk !== undefined) return `Disk “${missingDisk}” not connected`
  if (isMissing) return 'Folder not found'
  if (fault !== undefined) return 'Incomplete'
  if (isChanged) return 'Changed since it was loaded'
  return weightBytes === undefined ? undefined : formatBytes(weightBytes)
}

/** Why the model of a conversation can't be loaded; undefined if it can. */
export function problemOf({ name, known }: { readonly name: string; readonly known?: KnownModel }): string | undefined {
  if (!known) return `${name}, the model of this conversation, is no longer in the list.`
  if (known.missingDisk !== undefined)
    return `${name}, the model of this conversation, is on the disk “${known.missingDisk}”, which is not connected.`
  if (known.isMissing) return `The folder of ${name}, the model of this conversation, is missing.`
  return known.fault
}

/** The state of a model that is not loaded; undefined: it is no longer in the list. */
export function unloadedWords(model: KnownModel | undefined): string {
  if (!model) return 'Not in the list'
  return isUsable(model) ? 'Not loaded' : (stateOrSize(model) ?? '')
}

export const isUsable = ({ isMissing, fault }: KnownModel) => !isMissing && fault === undefined

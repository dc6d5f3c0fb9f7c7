import { formatBytes } from '../../contract/format-bytes.js'
import { type KnownModel, modelOrigins } from '../../contract/models.js'

/** The detail beside the name of a model in a menu: its size, or why it can't be chosen, and the app that has it. */
export function modelDetail(model: KnownModel): string | undefined {
  const { origin } = model
  return [stateOrSize(model), origin && modelOrigins[origin]].filter(Boolean).join(' · ') || undefined
}

function stateOrSize({ isMissing, fault, weightBytes }: KnownModel): string | undefined {
  if (isMissing) return 'Folder not found'
  if (fault !== undefined) return 'Incomplete'
  return weightBytes === undefined ? undefined : formatBytes(weightBytes)
}

export const isUsable = ({ isMissing, fault }: KnownModel) => !isMissing && fault === undefined

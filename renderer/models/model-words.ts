import { formatBytes } from '../../contract/format-bytes.js'
import type { KnownModel } from '../../contract/models.js'

/** The detail beside the name of a model in a menu: its size, or that its folder is missing. */
export function modelDetail({ isMissing, weightBytes }: KnownModel): string | undefined {
  if (isMissing) return 'Folder not found'
  return weightBytes === undefined ? undefined : formatBytes(weightBytes)
}

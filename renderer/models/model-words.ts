import { formatBytes } from '../../contract/format-bytes.js'
import type { KnownModel } from '../../contract/models.js'

/** What stands beside a model's name where one is chosen. */
export function modelDetail({ isMissing, weightBytes }: KnownModel): string | undefined {
  if (isMissing) return 'Folder not found'
  return weightBytes === undefined ? undefined : formatBytes(weightBytes)
}

import type { KnownModel } from '../../contract/models.js'
import { formatBytes } from '../ui/words.js'

/** What stands beside a model's name where one is chosen. */
export function modelDetail({ isMissing, weightBytes }: KnownModel): string | undefined {
  if (isMissing) return 'Folder not found'
  return weightBytes === undefined ? undefined : formatBytes(weightBytes)
}

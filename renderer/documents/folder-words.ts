import type { FolderSummary } from '../../contract/folders.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { listOf } from '../../contract/list-of.js'
import { formatNumber, plural } from '../ui/words.js'

/** "12 files, 3.4 MB. 2 hidden files are left out." */
export function folderWords({ count, bytes, hidden }: FolderSummary): string {
  const files = `${plural(count, 'file')}, ${formatBytes(bytes)}.`
  if (hidden === 0) return files
  return `${files} ${plural(hidden, 'hidden file')} ${hidden === 1 ? 'is' : 'are'} left out.`
}

/** "Parley can't read these and leaves them out: plan.dwg and 3 more." Empty when it can read all. */
export function unreadableWords({ unreadable, unreadableCount }: FolderSummary): string {
  if (unreadableCount === 0) return ''
  const rest = unreadableCount - unreadable.length
  const names = listOf(rest > 0 ? [...unreadable, `${formatNumber(rest)} more`] : unreadable)
  return `Parley can’t read ${unreadableCount === 1 ? 'this and leaves it' : 'these and leaves them'} out: ${names}.`
}

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * The files that a command line names after `--`. macOS tells of files in an event instead. Without that mark a file could
 * not be told from the value of an option.
 */
export function fileArguments(args: readonly string[], folder: string): readonly string[] {
  const mark = args.indexOf('--')
  if (mark < 0) return []
  return args
    .slice(mark + 1)
    .map((name) => resolve(folder, name))
    .filter((path) => existsSync(path))
}

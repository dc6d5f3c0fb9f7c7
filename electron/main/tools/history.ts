import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { toFailure } from '../../../contract/errors.js'
import { requireNotRunning } from '../files/running-app.js'
import { exportJson } from '../history/exporting/export-json.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { type HistoryCommand, parseHistoryCommand } from './history/arguments.js'
import { runImport } from './history/import.js'
import { searchHistory } from './history/search.js'

/**
 * `node history.cjs COMMAND …` on the store of PARLEY_HOME, else of the app. Prints one JSON document:
 *
 *     export --all --to FILE.json   { conversations, messages, skipped: [] }
 *     import FILE [--dry-run]       { conversations, messages, skipped: [{ entry, reason }] }: what was added
 *     search QUERY                  { hits: [{ conversationId, messageId, snippet }], ms }
 *
 * or { error: { code, message } } with the exit code 1; while the app runs the code is `refused`.
 */
async function main(args: readonly string[]): Promise<number> {
  try {
    print(await run(parseHistoryCommand(args)))
    return 0
  } catch (error) {
    const { code, message } = toFailure(error)
    if (code === 'unknown') console.error(error)
    else console.error(message)
    print({ error: { code, message } })
    return 1
  }
}

async function run(command: HistoryCommand): Promise<unknown> {
  const folder = dataFolder()
  await requireNotRunning(folder)
  switch (command.name) {
    case 'export':
      return withStore(folder, async ({ archive }) => ({
        ...(await exportJson(archive, fileAt(command.file))),
        skipped: [],
      }))
    case 'import':
      return runImport(folder, fileAt(command.file), command.isDry)
    case 'search':
      return withStore(folder, async (store) => searchHistory(store, command.query))
  }
}

async function withStore<T>(folder: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(folder)
  try {
    for (const notice of store.openingNotices) console.error(notice)
    return await use(store)
  } finally {
    store.close()
  }
}

/** As npm runs it, the command is not in the folder where it was called. */
const fileAt = (file: string) => resolve(process.env.INIT_CWD ?? process.cwd(), file)

/** Where Electron keeps the data of an app with this name. */
function dataFolder(): string {
  if (process.env.PARLEY_HOME) return resolve(process.env.PARLEY_HOME)
  const mac = join(homedir(), 'Library', 'Application Support')
  const others = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
  return join(process.platform === 'darwin' ? mac : others, 'Parley')
}

const print = (result: unknown) => process.stdout.write(`${JSON.stringify(result)}\n`)

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code
})

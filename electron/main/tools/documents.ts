import { app } from 'electron'
import { toFailure } from '../../../contract/errors.js'
import { windowsCleared } from '../documents/hidden-window.js'
import { setDataFolder } from '../paths.js'
import { installGuards } from '../window/guard.js'
import { declareScheme } from '../window/scheme.js'
import { type Command, parseCommand } from './documents/arguments.js'
import { ask } from './documents/ask.js'
import { drawPages } from './documents/draw-pages.js'
import { readFiles } from './documents/read-files.js'
import { summarise } from './documents/summarise.js'

/** `electron build/documents-shell -- COMMAND …`: prints what build/documents.mjs prints. Each command has its file in `documents/`. */
async function main(args: readonly string[]): Promise<number> {
  try {
    await print(await run(parseCommand(args)))
    return 0
  } catch (error) {
    const { code, message } = toFailure(error)
    if (code === 'unknown') console.error(error)
    await print({ error: { code, message } })
    return 1
  }
}

function run(command: Command): Promise<unknown> {
  switch (command.name) {
    case 'read':
      return readFiles(command)
    case 'draw':
      return drawPages(command.scale, command.file, command.pages)
    case 'summarise':
      return summarise(command)
    case 'ask':
      return ask(command)
  }
}

const print = (result: unknown) =>
  new Promise<void>((done) => process.stdout.write(`${JSON.stringify(result, null, 2)}\n`, () => done()))

setDataFolder()
declareScheme()
installGuards()
// A reader's window closes after each file; without a listener the app would end with the first one.
app.on('window-all-closed', () => {})
app
  .whenReady()
  .then(() => main(process.argv.slice(process.argv.indexOf('--') + 1)))
  .then(async (code) => {
    await windowsCleared()
    app.exit(code)
  })

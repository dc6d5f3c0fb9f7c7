// Starts the app folder that is named on the command line, as Electron's own default app does.
const { app } = require('electron')
const { join, resolve } = require('node:path')

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (!folder) {
  console.error('Name the folder of the app to start.')
  process.exit(1)
}
const path = resolve(folder)
const description = require(join(path, 'package.json'))
app.setAppPath(path)
app.setName(description.productName ?? description.name)
app.setVersion(description.version)
require(join(path, description.main))

// Like Electron's default app: loads the modules of -r, then starts the app folder named on the command line.
const { app } = require('electron')
const { join, resolve } = require('node:path')
const { parseArgs } = require('node:util')

const { values, positionals } = parseArgs({
  args: process.argv.slice(1),
  options: { require: { type: 'string', short: 'r', multiple: true } },
  strict: false, // other options belong to Chromium and Node
})
const [folder] = positionals
if (!folder) {
  console.error('Name the folder of the app to start.')
  process.exit(1)
}
for (const file of values.require ?? []) require(resolve(file))
const path = resolve(folder)
const description = require(join(path, 'package.json'))
app.setAppPath(path)
app.setName(description.productName ?? description.name)
app.setVersion(description.version)
require(join(path, description.main))

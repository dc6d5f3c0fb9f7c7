// Starts the reader without the rest of the app. The bundles stand where the app has them.
const { app } = require('electron')
const { join } = require('node:path')

// Electron would show the error in a window and wait.
process.on('uncaughtException', (error) => {
  console.error(error)
  app.exit(1)
})
const root = join(__dirname, '..', '..')
app.setAppPath(root)
require(join(root, 'out', 'app', 'cli', 'documents.cjs'))

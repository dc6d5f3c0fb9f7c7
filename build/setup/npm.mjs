import { join } from 'node:path'
import { root } from './places.mjs'
import { run, SetupError, say } from './run.mjs'
import { hashOf, once } from './stamp.mjs'

const needed = [20, 19]

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return
  throw new SetupError(`Node ${process.versions.node} is too old. Install Node ${needed.join('.')} or newer.`)
}

/** The packages of the lockfile. Electron's own binary is a step of its own. */
export const installPackages = () =>
  once(join(root, 'node_modules', '.parley-stamp'), hashOf([join(root, 'package-lock.json')]), () => {
    say('Installing npm packages …')
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
      advice: 'Check the network connection and try again.',
    })
  })

import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asOrdinaryUser } from '../build/audit/ordinary-user.mjs'
import { waitForDriver } from '../build/testing/wait-for-driver.mjs'
import { type LaunchInfo, launchInfo, repository } from './app.js'

interface Stage {
  readonly info: LaunchInfo
  readonly home: string
  remove(): void
}

/**
 * Prepares the app to run as an ordinary user. Chromium has no OS sandbox as root, so as root the security tests run a copy
 * that `nobody` can read, with the sandbox enabled.
 */
export function stageForOrdinaryUser(): Stage {
  const info = launchInfo()
  const folder = mkdtempSync(join(tmpdir(), 'parley-user-'))
  const home = join(folder, 'home')
  mkdirSync(home)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (process.getuid?.() !== 0) return { info, home, remove }

  chmodSync(folder, 0o755)
  chmodSync(home, 0o777)
  const app = join(folder, 'app')
  for (const part of [
    'package.json',
    'out/app',
    'out/native',
    'native/tiny-model/model',
    'node_modules/@photostructure',
    waitForDriver,
  ]) {
    cpSync(join(repository, part), join(app, part), { recursive: true, dereference: true })
  }
  cpSync(join(repository, 'node_modules/node-gyp-build'), join(app, 'node_modules/node-gyp-build'), { recursive: true })
  const executable = join(folder, 'electron')
  writeFileSync(executable, `#!/bin/sh\nexec ${asOrdinaryUser.join(' ')} '${info.executable}' "$@"\n`, { mode: 0o755 })
  const args = info.args.filter((arg) => arg !== '--no-sandbox').map((arg) => arg.replace(repository, app))
  return { info: { executable, args, env: { ...info.env, HOME: home } }, home: join(home, 'parley'), remove }
}

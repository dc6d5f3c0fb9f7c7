import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isLinux, isRoot, root } from './setup/places.mjs'
import { has, SetupError } from './setup/run.mjs'
import { setUp } from './setup/set-up.mjs'

/**
 * Runs the set-up and returns the command that starts the app.
 * @returns {Promise<{ executable: string, args: string[], env: Record<string, string> }>}
 */
export async function launchInfo() {
  const { electron } = await setUp()
  return { executable: electron, args: [...sandboxFlags(electron), root], env: {} }
}

/** Chromium can't use its sandbox as root; for all other users it is required. */
function sandboxFlags(electron) {
  if (!isLinux) return []
  if (isRoot) return ['--no-sandbox']
  const helper = join(dirname(electron), 'chrome-sandbox')
  if (isSetuidRoot(helper) || hasUserNamespaces()) return []
  throw new SetupError(
    `Chromium's sandbox can't start. Allow it with:\n  sudo chown root ${helper} && sudo chmod 4755 ${helper}`,
  )
}

function isSetuidRoot(file) {
  if (!existsSync(file)) return false
  const { uid, mode } = statSync(file)
  return uid === 0 && (mode & 0o4000) !== 0
}

/** Tries it out, because each distribution has a different setting for it. */
const hasUserNamespaces = () => has('unshare', ['--user', '--map-root-user', 'true'])

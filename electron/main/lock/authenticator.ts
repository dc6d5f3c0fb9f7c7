import { app, systemPreferences } from 'electron'

/** Asks who is at the computer. */
export interface Authenticator {
  /** The system can ask at all, be it for a password. */
  readonly exists: boolean
  /** Why it can't ask as people expect now, as a sentence; `null` when it can. */
  readonly problem: string | null
  /** @param reason follows "Parley is trying to" in the dialog of the system */
  authenticate(reason: string): Promise<boolean>
}

/** Touch ID on a Mac. Elsewhere, and in a build for tests that names its answers, something else. */
export function createAuthenticator(): Authenticator {
  if (!app.isPackaged && process.env.PARLEY_TEST_LOCK !== undefined) return scripted
  return process.platform === 'darwin' ? touchId : nobody
}

/**
 * Where Touch ID can't be used, as with the lid closed, macOS asks for the password instead, so that nobody is locked out:
 * Electron evaluates the access control `kSecAccessControlUserPresence`.
 */
const touchId: Authenticator = {
  exists: true,
  get problem() {
    if (systemPreferences.canPromptTouchID()) return null
    return 'This Mac has no Touch ID, its lid is closed, or no finger is set up in System Settings.'
  },
  authenticate: (reason) =>
    systemPreferences.promptTouchID(reason).then(
      () => true,
      () => false, // cancelled, or not recognized; the dialog has said which
    ),
}

const nobody: Authenticator = {
  exists: false,
  problem: 'The lock needs a Mac with Touch ID.',
  authenticate: async () => false,
}

/** For tests: `PARLEY_TEST_LOCK` is read each time, and a test changes it in the running app. */
const scripted: Authenticator = {
  exists: true,
  problem: null,
  authenticate: async () => process.env.PARLEY_TEST_LOCK === 'pass',
}

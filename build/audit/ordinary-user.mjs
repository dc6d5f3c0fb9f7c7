import { isRoot } from '../setup/places.mjs'

/** `nobody` on Debian. */
export const ordinaryUser = 65534

/** The start of a command that runs the rest as an ordinary user; empty for one who is ordinary. */
export const asOrdinaryUser = isRoot
  ? ['setpriv', `--reuid=${ordinaryUser}`, `--regid=${ordinaryUser}`, '--clear-groups', '--']
  : []

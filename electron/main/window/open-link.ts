import { dialog, shell } from 'electron'
import { AppError } from '../../../contract/errors.js'
import { openableAddress } from '../../../contract/openable-address.js'

let isAsking = false

/**
 * The only function that opens anything outside of Parley, after a dialog that shows the whole address. The address is
 * hostile, because model output can contain it. Asks about one address at a time, because a page that was taken over
 * could cover the screen with questions. Throws `refused`.
 */
export async function openLink(address: unknown): Promise<void> {
  const openable = typeof address === 'string' ? openableAddress(address) : undefined
  if (openable === undefined) {
    throw new AppError(
      'refused',
      'Parley opens only https addresses without a user name, and mail addresses that attach nothing.',
    )
  }
  if (isAsking) throw new AppError('refused', 'Parley already asks about another address. Answer that question first.')
  isAsking = true
  try {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: openable.startsWith('mailto:') ? 'Write to this address?' : 'Open this page in your browser?',
      detail: openable,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    })
    if (response === 0) await shell.openExternal(openable)
  } finally {
    isAsking = false
  }
}

import { dialog, shell } from 'electron'
import { AppError } from '../../../contract/errors.js'

/**
 * The only function that opens anything outside of Parley: https and mailto addresses, after a dialog that shows the
 * whole address. The address is hostile, because model output can contain it. Throws `refused`.
 */
export async function openLink(address: unknown): Promise<void> {
  const isAddress = typeof address === 'string' && address.length <= 4_096 && URL.canParse(address)
  const url = isAddress ? new URL(address) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'mailto:') {
    throw new AppError('refused', 'Parley opens only https and mail addresses.')
  }
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: url.protocol === 'mailto:' ? 'Write to this address?' : 'Open this page in your browser?',
    detail: url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  })
  if (response === 0) await shell.openExternal(url.href)
}

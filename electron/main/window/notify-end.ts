import { Notification } from 'electron'
import { isLocked } from '../lock/lock-state.js'
import { windowInFront } from './windows.js'

/** Work that goes on in the background, and how it ended. */
export interface EndedWork {
  readonly what: 'reply' | 'summary' | 'batch'
  readonly isDone: boolean
  /** The title of its conversation. */
  readonly title: string
  readonly open: () => void
}

const bodies: Readonly<Record<EndedWork['what'], readonly [done: string, failed: string]>> = {
  reply: ['The reply is finished.', 'The reply ended with a problem.'],
  summary: ['The summary is finished.', 'The summary ended with a problem.'],
  batch: ['All answers are there.', 'The answers ended with a problem.'],
}

/** One that nobody holds is collected, and a click on it then does nothing. */
const shown = new Set<Notification>()

/** Tells the user outside of the app, unless a window of it has the focus. The text of a reply is not in it. */
export function notifyEnd({ what, isDone, title, open }: EndedWork): void {
  if (windowInFront() || !Notification.isSupported()) return
  const notification = new Notification({ title: isLocked() ? 'Parley' : title, body: bodies[what][isDone ? 0 : 1] })
  shown.add(notification)
  const forget = () => shown.delete(notification)
  notification.on('close', forget)
  notification.on('failed', forget)
  notification.on('click', () => {
    forget()
    open()
  })
  notification.show()
}

/** Removes those that the system still shows, because they name conversations. */
export function closeNotifications(): void {
  for (const notification of shown) notification.close()
  shown.clear()
}

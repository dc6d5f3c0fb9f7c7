import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { notify, reportError } from './view.js'

/** Lets a message wait until the running reply is done. Throws `AppError`; then it does not wait. */
export async function queueMessage(text: string): Promise<void> {
  const { openId } = useConversations.getState()
  if (openId !== null) await request.queueMessage(openId, text)
}

/** Takes a message out of the queue. Resolves with its text, or with nothing when it was sent in the meantime. */
export async function takeBackQueued(id: string): Promise<string | undefined> {
  try {
    return await request.takeBackQueued(id)
  } catch (error) {
    reportError(error)
    return undefined
  }
}

export function removeQueued(id: string, text: string): void {
  const { openId } = useConversations.getState()
  request.removeQueued(id).then(
    () =>
      notify({
        message: 'The message is not sent',
        subject: text,
        isUndo: true,
        ...(openId !== null && {
          action: { label: 'Undo', run: () => void request.queueMessage(openId, text).catch(reportError) },
        }),
      }),
    reportError,
  )
}

/** Sends the first message that waits. */
export function sendQueued(): void {
  const { openId } = useConversations.getState()
  if (openId !== null) request.sendQueued(openId).catch(reportError)
}

import { request } from '../bridge.js'
import { openConversation, showPlace, useConversations } from './conversations.js'
import { moveDraft, saveDrafts } from './drafts.js'
import { closeDialogs, notify, reportError } from './view.js'

/** Opens a new conversation that main keeps in memory only. */
export async function beginTemporary(): Promise<void> {
  const { newSettings } = useConversations.getState()
  try {
    const id = await request.beginTemporary(newSettings)
    closeDialogs()
    showPlace('conversations')
    openConversation(id)
  } catch (error) {
    reportError(error)
  }
}

/** Makes it an ordinary conversation, which stays open. */
export async function keepTemporary(id: string): Promise<void> {
  saveDrafts()
  try {
    const wasOpen = useConversations.getState().openId === id
    const kept = await request.keepTemporary(id)
    moveDraft(id, kept)
    if (wasOpen) openConversation(kept)
    notify({ message: 'Conversation kept' })
  } catch (error) {
    reportError(error)
  }
}

/** Main asks first. */
export async function closeTemporary(id: string): Promise<void> {
  try {
    if (await request.closeTemporary(id)) notify({ message: 'The temporary conversation is gone' })
  } catch (error) {
    reportError(error)
  }
}

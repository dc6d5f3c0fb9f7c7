import type { ReplySettings } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { useSettings } from './settings.js'
import { reportError } from './view.js'

/** A conversation and its settings as they are shown: what is typed is theirs, whatever is open when it is written. */
export interface SettingsOf {
  readonly conversationId: string | null
  readonly settings: ReplySettings
}

/** How replies are made in the open conversation; one that is not begun has the defaults until they are changed. */
export function useReplySettings(): SettingsOf {
  const conversationId = useConversations((state) => state.openId)
  const own = useConversations(({ openId, transcript, newSettings }) =>
    openId === null ? newSettings : transcript?.settings,
  )
  const defaults = useSettings(({ settings }) => settings.defaults)
  return { conversationId, settings: own ?? defaults }
}

/** Shown at once; what main refuses is said and taken back. */
export function changeReplySettings({ conversationId, settings: shown }: SettingsOf, change: Partial<ReplySettings>) {
  const { openId, transcript, newSettings } = useConversations.getState()
  if (conversationId === null) {
    // One that was not begun is gone when another one is open.
    if (openId === null) useConversations.setState({ newSettings: { ...(newSettings ?? shown), ...change } })
    return
  }
  const isOpen = transcript?.conversationId === conversationId
  const before = isOpen ? transcript.settings : shown
  const settings = { ...before, ...change }
  show(conversationId, settings)
  request.setConversationSettings(conversationId, settings).catch((error: unknown) => {
    show(conversationId, before)
    reportError(error)
  })
}

function show(conversationId: string, settings: ReplySettings): void {
  useConversations.setState(({ transcript }) =>
    transcript?.conversationId === conversationId ? { transcript: { ...transcript, settings } } : {},
  )
}

import type { ReplySettings } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { useConversations } from './conversations.js'
import { useSettings } from './settings.js'
import { reportError } from './view.js'

/** How replies are made in the open conversation; one that is not begun has the defaults until they are changed. */
export function useReplySettings(): ReplySettings {
  const own = useConversations(({ openId, transcript, newSettings }) =>
    openId === null ? newSettings : transcript?.settings,
  )
  const defaults = useSettings(({ settings }) => settings.defaults)
  return own ?? defaults
}

/** Of the open conversation. Shown at once; what main refuses is said and taken back. */
export function changeReplySettings(change: Partial<ReplySettings>): void {
  const { openId, transcript, newSettings } = useConversations.getState()
  if (openId === null) {
    const { defaults } = useSettings.getState().settings
    useConversations.setState({ newSettings: { ...(newSettings ?? defaults), ...change } })
    return
  }
  if (!transcript) return
  const { settings: before } = transcript
  const settings = { ...before, ...change }
  show(openId, settings)
  request.setConversationSettings(openId, settings).catch((error: unknown) => {
    show(openId, before)
    reportError(error)
  })
}

function show(conversationId: string, settings: ReplySettings): void {
  useConversations.setState(({ transcript }) =>
    transcript?.conversationId === conversationId ? { transcript: { ...transcript, settings } } : {},
  )
}

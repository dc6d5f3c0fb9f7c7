import { useMemo } from 'react'
import { chainOf, effectiveSettings, type InheritedName } from '../../contract/project.js'
import { type ReplySettings, replySettingNames } from '../../contract/settings.js'
import { request } from '../bridge.js'
import { newDraftText, useConversations } from './conversations.js'
import { writeDraft } from './drafts.js'
import { useFolders } from './folders.js'
import { useSettings } from './settings.js'
import { reportError } from './view.js'

/** The shown settings and their conversation: a late change still goes there after another conversation opens. */
export interface ShownSettings {
  readonly conversationId: string | null
  readonly settings: ReplySettings
}

/** The reply settings of the open conversation. A new one has the defaults until the user changes them. */
export function useReplySettings(): ShownSettings {
  const conversationId = useConversations((state) => state.openId)
  const own = useConversations(({ openId, transcript, newSettings }) =>
    openId === null ? newSettings : transcript?.settings,
  )
  const defaults = useSettings(({ settings }) => settings.defaults)
  const newFolderId = useConversations((state) => state.newFolderId)
  const folders = useFolders((state) => state.folders)
  const base = own ?? defaults
  // The same object until something changes: the context is counted again for other settings.
  const settings = useMemo(() => {
    if (conversationId !== null) return base
    // As main has it once the conversation has begun: what differs from the defaults was set by the user.
    const chosen = replySettingNames.filter((name) => base[name] !== defaults[name])
    return effectiveSettings(base, chosen, chainOf(folders, newFolderId))
  }, [conversationId, base, defaults, folders, newFolderId])
  return { conversationId, settings }
}

/** Optimistic: on failure, reports it and shows the former settings. */
export function changeReplySettings(
  { conversationId, settings: shown }: ShownSettings,
  change: Partial<ReplySettings>,
) {
  const { openId, transcript, newSettings } = useConversations.getState()
  if (conversationId === null) {
    // A new conversation is discarded when another one opens, unless it has a draft.
    if (openId !== null) return
    const changed = { ...(newSettings ?? useSettings.getState().settings.defaults), ...change }
    useConversations.setState({ newSettings: changed })
    if (newDraftText() !== '') writeDraft(null, newDraftText(), changed)
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

/** Uses the values of the project again. Main sends the settings that follow. */
export function inheritSettings(conversationId: string, names: readonly InheritedName[]): void {
  request.inheritSettings(conversationId, names).catch(reportError)
}

function show(conversationId: string, settings: ReplySettings): void {
  useConversations.setState(({ transcript }) =>
    transcript?.conversationId === conversationId ? { transcript: { ...transcript, settings } } : {},
  )
}

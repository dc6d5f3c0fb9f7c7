import { useEffect, useState } from 'react'
import type { ContextCount } from '../../../contract/context.js'
import type { AddedDocument } from '../../../contract/documents.js'
import { countContext } from '../../stores/context.js'
import { isReplying, useConversations } from '../../stores/conversations.js'
import { useLentDocuments } from '../../stores/lent-documents.js'
import { useModels } from '../../stores/models.js'
import { useReplySettings } from '../../stores/reply-settings.js'
import { cutsKey, promptKey } from '../../stores/transcript-cuts.js'

const countAfterMs = 200

interface Counted {
  readonly conversationId: string | null
  readonly draft: string
  readonly count: ContextCount
  /** The cuts that were counted, as `cutsKey`. */
  readonly cuts: string
}

interface ContextCounted extends Counted {
  /** A cut was made or undone after the count, so that the prompt may fit now. */
  readonly isBeforeCut: boolean
}

/**
 * Counts the tokens of the next prompt with this draft, after a short pause in typing. The result may belong to an earlier
 * draft (see `draft`); null while unknown.
 */
export function useContextCount(
  conversationId: string | null,
  draft: string,
  attached: readonly AddedDocument[],
): ContextCounted | null {
  const { settings } = useReplySettings()
  const isReady = useModels(({ status }) => status.state === 'ready')
  const isBusy = useConversations(isReplying)
  const key = useConversations(({ transcript }) => promptKey(transcript))
  const lent = useLentDocuments().flatMap((each) => each.documents)
  const documents = [...attached, ...lent].map(({ id, state }) => `${id}${state}`).join(' ')
  const folderId = useConversations(({ openId, newFolderId }) => (openId === null ? newFolderId : undefined))
  const cuts = useConversations(({ transcript }) => cutsKey(transcript))
  const [counted, setCounted] = useState<Counted | null>(null)
  const isBeforeCut = counted?.conversationId === conversationId && counted.cuts !== cuts
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key`, `documents` and `cuts` stand for the transcript
  useEffect(() => {
    // While a reply runs, keep the count of its prompt, unless a cut has changed it.
    if (!isReady || (isBusy && !isBeforeCut)) return
    let isStale = false
    const afterMs = isBeforeCut ? 0 : countAfterMs
    const timer = setTimeout(async () => {
      const count = await countContext(conversationId, draft, settings, folderId)
      if (!isStale) setCounted(count && { conversationId, draft, count, cuts })
    }, afterMs)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [conversationId, draft, settings, isReady, isBusy, key, documents, folderId, cuts])
  return isReady && counted?.conversationId === conversationId ? { ...counted, isBeforeCut } : null
}

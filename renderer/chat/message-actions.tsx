import { Check, Copy, RefreshCw } from 'lucide-react'
import { useContext } from 'react'
import type { AssistantMessage } from '../../contract/chat.js'
import { isReplying, regenerateReply, useConversations } from '../stores/conversations.js'
import { IconButton } from '../ui/icon-button.js'
import { CopyContext, useCopied } from './copy.js'
import { Statistics } from './statistics.js'

export function CopyMessage({ text }: { readonly text: string }) {
  const copy = useContext(CopyContext)
  const [isCopied, showCopied] = useCopied()
  return (
    <>
      <IconButton label="Copy" onClick={() => copy(text).then(showCopied, () => {})}>
        {isCopied ? <Check /> : <Copy />}
      </IconButton>
      {isCopied && (
        <span className="hidden" role="status">
          Copied
        </span>
      )}
    </>
  )
}

interface ReplyActionsProps {
  readonly message: AssistantMessage
  readonly isLast: boolean
}

export function ReplyActions({ message, isLast }: ReplyActionsProps) {
  const isBusy = useConversations(isReplying)
  return (
    <div className="reply-actions">
      {message.text !== '' && <CopyMessage text={message.text} />}
      {isLast && !isBusy && message.state !== 'failed' && (
        <IconButton label="Regenerate" onClick={() => regenerateReply(message.id)}>
          <RefreshCw />
        </IconButton>
      )}
      {message.statistics && <Statistics statistics={message.statistics} model={message.model} />}
    </div>
  )
}

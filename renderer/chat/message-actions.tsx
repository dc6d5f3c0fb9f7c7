import { Check, Copy, Info, RefreshCw } from 'lucide-react'
import { useContext } from 'react'
import type { AssistantMessage, ReplyStatistics } from '../../contract/chat.js'
import { isReplying, regenerateReply, useConversations } from '../stores/conversations.js'
import { IconButton } from '../ui/icon-button.js'
import { Popover } from '../ui/popover.js'
import { duration, formatNumber } from '../ui/words.js'
import { CopyContext, useCopied } from './copy.js'

export function CopyMessage({ text }: { readonly text: string }) {
  const copy = useContext(CopyContext)
  const [isCopied, showCopied] = useCopied()
  return (
    <>
      <IconButton label="Copy" onClick={() => copy(text).then(showCopied, () => {})}>
        {isCopied ? <Check /> : <Copy />}
      </IconButton>
      <span className="hidden" role="status">
        {isCopied ? 'Copied' : ''}
      </span>
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
      {message.statistics && (
        <Popover
          label="Statistics"
          trigger={
            <IconButton label="Statistics">
              <Info />
            </IconButton>
          }
        >
          <Statistics statistics={message.statistics} model={message.model} />
        </Popover>
      )}
    </div>
  )
}

function Statistics({ statistics, model }: { readonly statistics: ReplyStatistics; readonly model: string }) {
  const { promptTokens, cachedTokens, replyTokens, firstTokenMs, tokensPerSecond, endReason } = statistics
  const rows: readonly (readonly [string, string])[] = [
    ['Model', model],
    ['Prompt', `${formatNumber(promptTokens)} tokens, ${formatNumber(cachedTokens)} of them known`],
    ['Reply', `${formatNumber(replyTokens)} tokens`],
    ['First token', firstTokenMs < 1_000 ? `${Math.round(firstTokenMs)} ms` : duration(firstTokenMs)],
    ['Speed', `${formatNumber(Math.round(tokensPerSecond))} tokens a second`],
  ]
  return (
    <dl className="statistics">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {endReason === 'length' && <p>The reply ended because the context was full.</p>}
    </dl>
  )
}

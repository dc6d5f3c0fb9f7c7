import { Info } from 'lucide-react'
import { useRef, useState } from 'react'
import type { ReplyStatistics } from '../../contract/chat.js'
import { IconButton } from '../ui/icon-button.js'
import { Popover } from '../ui/popover.js'
import { duration, formatNumber } from '../ui/words.js'

interface StatisticsProps {
  readonly statistics: ReplyStatistics
  readonly model: string
}

export function Statistics({ statistics, model }: StatisticsProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <IconButton ref={button} label="Statistics" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Info />
      </IconButton>
      {isOpen && (
        <Popover label="Statistics" anchor={button} onClose={() => setOpen(false)}>
          <Rows statistics={statistics} model={model} />
        </Popover>
      )}
    </>
  )
}

function Rows({ statistics, model }: StatisticsProps) {
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
      {endReason === 'length' && (
        <div>
          <dt>End</dt>
          <dd>The context was full</dd>
        </div>
      )}
    </dl>
  )
}

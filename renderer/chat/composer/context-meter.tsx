import './context-meter.css'
import { useRef, useState } from 'react'
import type { ContextCount } from '../../../contract/context.js'
import { Popover } from '../../ui/popover.js'
import { formatNumber } from '../../ui/words.js'
import { fullness, keptWords, percentOf, pieceRows, pieceWords, usedWords } from './context-words.js'

const radius = 6
const circumference = 2 * Math.PI * radius

/** How much of the model's context the next prompt uses, with the account of it behind a click. */
export function ContextMeter({ count }: { readonly count: ContextCount }) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { used, available } = count
  const fraction = Math.min(1, used / Math.max(1, available))
  const percent = percentOf(count)
  return (
    <div className="context-meter">
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> has no value text, and draws itself */}
      <div
        className="hidden"
        role="meter"
        aria-label="Context used"
        aria-valuemin={0}
        aria-valuemax={available}
        aria-valuenow={Math.min(used, available)}
        aria-valuetext={`${usedWords(count)}, ${keptWords(count)}. ${pieceWords(count)}`}
      />
      <button
        ref={button}
        type="button"
        className="context-button number"
        aria-label={`${percent} of the context`}
        aria-expanded={isOpen}
        data-tip={`${percent} of the context`}
        data-fullness={fullness(count)}
        onClick={() => setOpen(!isOpen)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r={radius} />
          <circle
            cx="8"
            cy="8"
            r={radius}
            strokeDasharray={`${fraction * circumference} ${circumference}`}
            transform="rotate(-90 8 8)"
          />
        </svg>
        {percent}
      </button>
      {isOpen && (
        <Popover label="Context" anchor={button} firstFocus=".popover" onClose={() => setOpen(false)}>
          <p className="context-title">{percent} of the context</p>
          <dl className="statistics">
            {pieceRows(count).map(([name, tokens]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{formatNumber(tokens)}</dd>
              </div>
            ))}
            <div className="context-sum">
              <dt>Used</dt>
              <dd>
                {formatNumber(used)} of {formatNumber(available)} tokens
              </dd>
            </div>
            <div>
              <dt>Kept for the reply</dt>
              <dd>{formatNumber(count.reserve)}</dd>
            </div>
          </dl>
        </Popover>
      )}
    </div>
  )
}

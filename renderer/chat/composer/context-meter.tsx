import './context-meter.css'
import type { ContextCount } from '../../../contract/context.js'
import { formatNumber } from '../../ui/words.js'
import { fullness, keptWords, pieceWords, usedWords } from './context-words.js'

const radius = 6
const circumference = 2 * Math.PI * radius

/** Shows how much of the model's context the next prompt uses. */
export function ContextMeter({ count }: { readonly count: ContextCount }) {
  const { used, available } = count
  const fraction = Math.min(1, used / Math.max(1, available))
  const words = `${usedWords(count)}, ${keptWords(count)}. ${pieceWords(count)}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> has no value text, and draws itself
    <div
      className="context-meter number"
      role="meter"
      aria-label="Context used"
      aria-valuemin={0}
      aria-valuemax={available}
      aria-valuenow={Math.min(used, available)}
      aria-valuetext={words}
      data-fullness={fullness(count)}
      data-tip={words}
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
      {formatNumber(used)}
    </div>
  )
}

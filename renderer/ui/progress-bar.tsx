import './progress-bar.css'

interface ProgressBarProps {
  readonly label: string
  /** From 0 to 1; `undefined` while unknown. */
  readonly value?: number
  /** The value in words, for VoiceOver. */
  readonly words?: string
  readonly isPaused?: boolean
}

export function ProgressBar({ label, value, words, isPaused }: ProgressBarProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(Math.max(value, 0), 1) * 100)
  return (
    <div
      className="progress-bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={words}
      data-unknown={percent === undefined}
      data-paused={isPaused}
    >
      <div style={percent === undefined ? undefined : { inlineSize: `${percent}%` }} />
    </div>
  )
}

import { useEffect, useRef, useState } from 'react'
import { duration } from '../../ui/words.js'
import { SilenceWatch } from './silence-watch.js'

const tickMs = 500

interface SilenceProps {
  /** A value that changes whenever anything arrives. */
  readonly sign: unknown
}

/** A line that says that a reply is silent for unusually long. It disappears when anything arrives. */
export function Silence({ sign }: SilenceProps) {
  const [quietSeconds, setQuietSeconds] = useState(0)
  const watch = useRef<SilenceWatch>(null)
  useEffect(() => {
    const current = new SilenceWatch(tickMs, performance.now())
    watch.current = current
    const timer = setInterval(() => setQuietSeconds(Math.floor(current.tick(performance.now()) / 1_000)), tickMs)
    return () => clearInterval(timer)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every sign, whatever its value
  useEffect(() => {
    watch.current?.sign(performance.now())
    if (quietSeconds !== 0) setQuietSeconds(0)
  }, [sign])
  if (quietSeconds === 0) return null
  return (
    <p className="reply-status number">
      The model has been silent for {duration(quietSeconds * 1_000)}. If it hangs, Parley restarts it.
    </p>
  )
}

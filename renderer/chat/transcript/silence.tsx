import { useEffect, useRef, useState } from 'react'
import { duration } from '../../ui/words.js'
import { SilenceWatch } from './silence-watch.js'

const tickMs = 500

interface SilenceProps {
  /** Another one with everything that comes. */
  readonly sign: unknown
}

/** A line in a reply of which nothing comes for longer than its rhythm explains; gone with whatever comes next. */
export function Silence({ sign }: SilenceProps) {
  const [quietSeconds, setQuietSeconds] = useState(0)
  const watch = useRef<SilenceWatch>(null)
  useEffect(() => {
    const current = new SilenceWatch(tickMs, performance.now())
    watch.current = current
    const timer = setInterval(() => setQuietSeconds(Math.floor(current.tick(performance.now()) / 1_000)), tickMs)
    return () => clearInterval(timer)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each sign is one, whatever it is
  useEffect(() => {
    watch.current?.sign(performance.now())
    setQuietSeconds(0)
  }, [sign])
  if (quietSeconds === 0) return null
  return (
    <p className="reply-status number">
      Nothing has come for {duration(quietSeconds * 1_000)}. If the model hangs, it is started again.
    </p>
  )
}

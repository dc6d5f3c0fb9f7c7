import { useEffect, useState } from 'react'

const minuteMs = 60_000
const startOfToday = () => new Date().setHours(0, 0, 0, 0)

/** The start of today in ms since the epoch; changes after midnight. */
export function useToday(): number {
  const [today, setToday] = useState(startOfToday)
  useEffect(() => {
    const timer = setInterval(() => setToday(startOfToday()), minuteMs)
    return () => clearInterval(timer)
  }, [])
  return today
}

import { createContext, useCallback, useEffect, useRef, useState } from 'react'

/** Puts text on the clipboard. Given from outside: what draws a message knows no bridge. */
export const CopyContext = createContext<(text: string) => Promise<void>>(async () => {})

const confirmMs = 1_500

/** Whether something was copied just now, and the function that says so. */
export function useCopied(): readonly [boolean, () => void] {
  const [isCopied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const show = useCallback(() => {
    clearTimeout(timer.current)
    setCopied(true)
    timer.current = setTimeout(() => setCopied(false), confirmMs)
  }, [])
  return [isCopied, show]
}

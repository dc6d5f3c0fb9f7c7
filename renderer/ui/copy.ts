import { createContext, useCallback, useEffect, useRef, useState } from 'react'

/** Puts text on the clipboard, Markdown as rich text too. A context, because `ui/` must not import the bridge. */
export const CopyContext = createContext<(text: string, form?: 'markdown') => Promise<void>>(async () => {})

const confirmMs = 1_500

/** Returns whether something was just copied, and the function that sets this for 1.5 s. */
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

import './quick-entry.css'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { request } from '../bridge.js'
import { shortcut } from '../ui/platform.js'

/** One question for a new conversation. The text stays until it is sent, also while the window is closed. */
export function QuickEntry({ platform }: { readonly platform: string }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const isSending = useRef(false)
  useEffect(() => {
    const focus = () => field.current?.focus()
    focus()
    window.addEventListener('focus', focus)
    return () => window.removeEventListener('focus', focus)
  }, [])
  const send = async () => {
    if (text.trim() === '' || isSending.current) return
    isSending.current = true
    try {
      await request.askQuickly(text)
      setText('')
      setProblem(null)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      isSending.current = false
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') void request.closeQuickEntry()
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void send()
    }
  }
  return (
    <main className="quick-entry">
      <textarea
        ref={field}
        className="quick-entry-field"
        aria-label="Message"
        aria-describedby="quick-entry-hint"
        placeholder="Ask Parley"
        dir="auto"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
      />
      {problem === null ? (
        <p id="quick-entry-hint" className="quick-entry-hint">
          {shortcut(platform, 'return')} begins a conversation. Esc closes.
        </p>
      ) : (
        <p id="quick-entry-hint" className="quick-entry-problem" role="alert">
          {problem}
        </p>
      )}
    </main>
  )
}

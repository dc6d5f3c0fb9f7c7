import './toasts.css'
import { X } from 'lucide-react'
import { type FocusEvent, useEffect, useRef } from 'react'
import { Button } from './button.js'
import { drawThenFocus, isFocusLost } from './focus.js'
import { IconButton } from './icon-button.js'
import { readingTimeMs } from './reading-time.js'

export interface Toast {
  readonly id: number
  readonly message: string
  readonly tone: 'info' | 'warning' | 'danger'
  readonly action?: { readonly label: string; readonly run: () => void }
}

interface ToastsProps {
  readonly toasts: readonly Toast[]
  readonly onDismiss: (id: number) => void
}

/**
 * Messages at the bottom left. They stay while the pointer or the focus is on them. After a button of one was used,
 * the focus returns to where it was.
 */
export function Toasts({ toasts, onDismiss }: ToastsProps) {
  const before = useRef<Element>(null)
  const onFocus = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) before.current = relatedTarget
  }
  const leave = (id: number) => {
    const { current } = before
    drawThenFocus(
      () => onDismiss(id),
      () => (isFocusLost() && current instanceof HTMLElement ? current : undefined),
    )
  }
  return (
    <section className="toasts" aria-label="Notices" onFocus={onFocus}>
      <div role="status" className="toasts-list">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onDismiss={onDismiss} onLeave={leave} />
        ))}
      </div>
    </section>
  )
}

interface ToastCardProps {
  readonly toast: Toast
  readonly onDismiss: (id: number) => void
  /** Dismisses it after one of its buttons was used. */
  readonly onLeave: (id: number) => void
}

function ToastCard({ toast, onDismiss, onLeave }: ToastCardProps) {
  const { id, message, tone, action } = toast
  const card = useRef<HTMLDivElement>(null)
  const shownMs = readingTimeMs(message)
  useEffect(() => {
    // Asks when the time is over: an event that ends a pause does not come when the element that had the focus is removed.
    const timer = setInterval(() => {
      if (!card.current?.closest('section')?.matches(':hover, :focus-within')) onDismiss(id)
    }, shownMs)
    return () => clearInterval(timer)
  }, [id, shownMs, onDismiss])
  const act = () => {
    onLeave(id)
    action?.run()
  }
  return (
    <div ref={card} className={`toast toast-${tone}`}>
      <span className="toast-message">{message}</span>
      <span className="toast-buttons">
        {action && (
          <Button kind="quiet" onClick={act}>
            {action.label}
          </Button>
        )}
        <IconButton label="Dismiss" size="small" onClick={() => onLeave(id)}>
          <X />
        </IconButton>
      </span>
    </div>
  )
}

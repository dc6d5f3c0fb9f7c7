import './toasts.css'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.js'
import { IconButton } from './icon-button.js'

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

const shownMs = 6_000

/** Short messages at the bottom left. They stay while the pointer or the focus is on them. */
export function Toasts({ toasts, onDismiss }: ToastsProps) {
  const [isPaused, setPaused] = useState(false)
  return (
    <section
      className="toasts"
      aria-label="Notices"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <div role="status" className="toasts-list">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} isPaused={isPaused} onDismiss={onDismiss} />
        ))}
      </div>
    </section>
  )
}

interface ToastCardProps {
  readonly toast: Toast
  readonly isPaused: boolean
  readonly onDismiss: (id: number) => void
}

function ToastCard({ toast, isPaused, onDismiss }: ToastCardProps) {
  const { id, message, tone, action } = toast
  useEffect(() => {
    if (isPaused) return
    const timer = setTimeout(() => onDismiss(id), shownMs)
    return () => clearTimeout(timer)
  }, [id, isPaused, onDismiss])
  const act = () => {
    onDismiss(id)
    action?.run()
  }
  return (
    <div className={`toast toast-${tone}`}>
      <span className="toast-message">{message}</span>
      {action && (
        <Button kind="quiet" onClick={act}>
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" size="small" onClick={() => onDismiss(id)}>
        <X />
      </IconButton>
    </div>
  )
}

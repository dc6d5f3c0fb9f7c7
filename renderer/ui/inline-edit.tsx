import './inline-edit.css'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'

interface InlineEditProps {
  readonly label: string
  readonly value: string
  readonly onSave: (value: string) => void
  /** `isLeft`: the focus has gone elsewhere. */
  readonly onEnd: (isLeft: boolean) => void
}

/** A title being written in its own place: Return or leaving it saves, Escape leaves it as it was. */
export function InlineEdit({ label, value, onSave, onEnd }: InlineEditProps) {
  // Another one may come meanwhile, and what nobody changed is not to be written over it.
  const [before] = useState(value)
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const isOver = useRef(false)
  useLayoutEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  const end = (isSaved: boolean, isLeft = false) => {
    if (isOver.current) return
    isOver.current = true
    if (isSaved && text.trim() !== '' && text !== before) onSave(text)
    onEnd(isLeft)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    // Else it would press what has the focus next.
    event.preventDefault()
    end(event.key === 'Enter')
  }
  return (
    <input
      ref={input}
      className="inline-edit"
      aria-label={label}
      placeholder={label}
      value={text}
      maxLength={200}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(true, true)}
      onClick={(event) => event.stopPropagation()}
    />
  )
}

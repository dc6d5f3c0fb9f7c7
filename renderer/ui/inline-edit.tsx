import './inline-edit.css'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { storableText } from '../../contract/storable-text.js'
import { beforeClosing } from '../before-closing.js'

interface InlineEditProps {
  readonly label: string
  readonly value: string
  readonly onSave: (value: string) => void
  /** `isLeft`: the user has moved the focus elsewhere. */
  readonly onEnd: (isLeft: boolean) => void
}

/** An input in place of a title. Return or moving the focus away saves; Escape discards. */
export function InlineEdit({ label, value, onSave, onEnd }: InlineEditProps) {
  // `value` may change in the meantime; text that the user did not change must not overwrite it.
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
  const latestEnd = useRef(end)
  useLayoutEffect(() => {
    latestEnd.current = end
  })
  useLayoutEffect(() => {
    const leave = () => latestEnd.current(true, true)
    const remove = beforeClosing(leave)
    return () => {
      remove()
      // A field that is removed by another command has been left: React reports no blur of it.
      leave()
    }
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    // Otherwise the key would also press the element that gets the focus next.
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
      onChange={(event) => setText(storableText(event.target.value))}
      onKeyDown={onKeyDown}
      onBlur={() => end(true, true)}
      onClick={(event) => event.stopPropagation()}
    />
  )
}

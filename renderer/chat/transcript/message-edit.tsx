import './message-edit.css'
import { type KeyboardEvent, useContext, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { storableText } from '../../../contract/storable-text.js'
import { editOf, writeEdit } from '../../stores/edits.js'
import { dismissNoticesAbout, notify } from '../../stores/view.js'
import { Button } from '../../ui/button.js'
import { focusAtEnd } from '../../ui/focus.js'
import { isSaveKey, isUndoKey } from '../../ui/keys.js'
import { PlatformContext, shortcut } from '../../ui/platform.js'
import { undoInsertion } from '../pasting/insert-text.js'
import { takePaste } from '../pasting/take-paste.js'
import { resumeEditing } from './use-editing.js'

interface MessageEditProps {
  /** The id of the message or the cut. */
  readonly id: string
  readonly text: string
  /** The name of the button that ends the edit: a user's message is sent, other texts are saved. */
  readonly action: 'Send' | 'Save'
  /** What this button does, in a sentence. */
  readonly hint: string
  readonly onSave: (text: string) => void
  readonly onCancel: () => void
}

/** The `about` of notices on edits. Differs from the id, which notices on a cut use. */
const editsOf = (id: string) => `edits of ${id}`

/** A text field in place of a message. Escape discards the changes, and a notice offers Undo. */
export function MessageEdit({ id, text, action, hint, onSave, onCancel }: MessageEditProps) {
  // An edit that the user left for another conversation keeps its text, and does not take the focus.
  const [unsaved] = useState(() => editOf(id))
  const [value, setValue] = useState(unsaved?.text ?? text)
  const [error, setError] = useState(unsaved?.error)
  const whole = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const platform = useContext(PlatformContext)
  const hintId = useId()
  useLayoutEffect(() => {
    if (unsaved !== undefined) return
    focusAtEnd(field.current)
    whole.current?.scrollIntoView({ block: 'nearest' })
  }, [unsaved])
  const isEmpty = value.trim() === ''
  // Undo must not bring back an older edit over this one.
  useEffect(() => dismissNoticesAbout(editsOf(id)), [id])
  const cancel = () => {
    onCancel()
    if (value === text) return
    notify({
      message: 'Your changes are discarded',
      subject: value,
      isUndo: true,
      about: editsOf(id),
      action: { label: 'Undo', run: () => resumeEditing(id, value) },
    })
  }
  const save = () => {
    if (isEmpty) return
    if (value === text) onCancel()
    else onSave(value)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation()
    const { nativeEvent } = event
    if (nativeEvent.isComposing || event.keyCode === 229) return
    if (isSaveKey(nativeEvent, platform)) save()
    else if (event.key === 'Escape') cancel()
    else if (!isUndoKey(nativeEvent, platform) || !undoInsertion(event.currentTarget)) return
    event.preventDefault()
  }
  return (
    // The composer has a button "Send" too: the group tells a screen reader which one this is.
    // biome-ignore lint/a11y/useSemanticElements: a part of a message, and no form
    <div ref={whole} className="message-edit" role="group" aria-label="Edit">
      <textarea
        ref={field}
        className="message-edit-field"
        aria-label="Text to edit"
        dir="auto"
        rows={2}
        value={value}
        onChange={(event) => {
          const typed = storableText(event.target.value)
          setValue(typed)
          setError(undefined)
          writeEdit(id, typed)
        }}
        onKeyDown={onKeyDown}
        onPaste={takePaste}
      />
      {error !== undefined && (
        <p className="message-edit-error" role="alert">
          {error} Your text is still here.
        </p>
      )}
      <div className="message-edit-bar" data-tips="below">
        <p id={hintId} className="message-edit-hint">
          {hint}
        </p>
        <Button data-tip="Cancel" data-shortcut={shortcut(platform, 'escape')} onClick={cancel}>
          Cancel
        </Button>
        <Button
          kind="primary"
          aria-describedby={hintId}
          data-tip={action}
          data-shortcut={shortcut(platform, 'command', 'return')}
          disabled={isEmpty}
          onClick={save}
        >
          {action}
        </Button>
      </div>
    </div>
  )
}

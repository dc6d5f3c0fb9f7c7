import { useState } from 'react'
import type { AddedDocument } from '../../contract/documents.js'
import { composerField } from '../chat/composer/composer-field.js'
import { unlockDocument } from '../stores/documents.js'
import { Button } from '../ui/button.js'
import { drawThenFocus } from '../ui/focus.js'

/** Asks for the password of a file, which is kept in memory only. No form, because the page's sandbox submits none. */
export function PasswordField({ document: { id, name } }: { readonly document: Pick<AddedDocument, 'id' | 'name'> }) {
  const [password, setPassword] = useState('')
  const open = () => {
    if (password !== '') drawThenFocus(() => unlockDocument(id, password), composerField)
  }
  return (
    <div className="attachment-password">
      <input
        type="password"
        className="setting-field"
        aria-label={`Password of ${name}`}
        placeholder="Password"
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        onKeyDown={({ key, nativeEvent }) => key === 'Enter' && !nativeEvent.isComposing && open()}
      />
      <Button aria-label={`Open ${name}`} aria-disabled={password === ''} onClick={open}>
        Open
      </Button>
    </div>
  )
}

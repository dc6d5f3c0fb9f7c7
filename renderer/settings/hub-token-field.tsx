import { useId, useState } from 'react'
import type { Downloads } from '../../contract/downloads.js'
import { setHubToken, useDownloads } from '../stores/downloads.js'
import { Button } from '../ui/button.js'
import { onReturn } from './on-return.js'

const kept: Readonly<Record<Downloads['token'], string>> = {
  none: 'Only private models and those with terms to accept need one. It is sent to Hugging Face and to nobody else.',
  session: 'A token is set. This computer has no keychain for it, so Parley forgets it when you quit.',
  kept: 'A token is set, and kept in the keychain of this computer.',
}

/** The token of Hugging Face. It never comes back from main. */
export function HubTokenField() {
  const token = useDownloads((state) => state.token)
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const id = useId()
  const save = async () => {
    if (text.trim() === '') return
    const problem = await setHubToken(text.trim())
    setError(problem)
    if (problem === undefined) setText('')
  }
  return (
    <div className="setting">
      <label htmlFor={id}>Token</label>
      <div className="add-repository-form">
        <input
          id={id}
          className="setting-field"
          type="password"
          placeholder={token === 'none' ? 'hf_…' : 'Another token'}
          autoComplete="off"
          value={text}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => {
            setText(target.value)
            setError(undefined)
          }}
          onKeyDown={onReturn(() => void save())}
        />
        <Button aria-disabled={text.trim() === ''} onClick={() => void save()}>
          Save token
        </Button>
        {token !== 'none' && (
          <Button kind="quiet" onClick={() => void setHubToken(null).then(setError)}>
            Remove token
          </Button>
        )}
      </div>
      <p id={`${id}-hint`} className={error === undefined ? 'setting-hint' : 'setting-error'} role="status">
        {error ?? kept[token]}
      </p>
    </div>
  )
}

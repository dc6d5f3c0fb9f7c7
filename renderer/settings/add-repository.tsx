import { useId, useState } from 'react'
import type { LookedUpModel } from '../../contract/downloads.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { lookUpModel, startDownload } from '../stores/downloads.js'
import { useSettings } from '../stores/settings.js'
import { Button } from '../ui/button.js'
import { onReturn } from './on-return.js'

type Answer = { readonly found: LookedUpModel } | { readonly error: string } | 'looking'

/** Gets a model that is not in the catalogue, by its name: says first what it needs and whether it fits. */
export function AddRepository() {
  const [name, setName] = useState('')
  const [answer, setAnswer] = useState<Answer>()
  const isNetworkOn = useSettings(({ settings }) => settings.network)
  const id = useId()
  const error = typeof answer === 'object' && 'error' in answer ? answer.error : undefined
  const found = typeof answer === 'object' && 'found' in answer ? answer.found : undefined
  const look = async () => {
    if (name.trim() === '' || answer === 'looking' || !isNetworkOn) return
    setAnswer('looking')
    setAnswer(await lookUpModel(name))
  }
  return (
    <section className="add-repository" aria-label="Add by name">
      <div className="add-repository-form">
        <label htmlFor={id}>Add by name</label>
        <input
          id={id}
          className="setting-field"
          placeholder="owner/name on Hugging Face"
          autoComplete="off"
          spellCheck={false}
          value={name}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-answer`}
          onChange={({ target }) => {
            setName(target.value)
            setAnswer(undefined)
          }}
          onKeyDown={onReturn(() => void look())}
        />
        <Button aria-disabled={name.trim() === '' || answer === 'looking' || !isNetworkOn} onClick={() => void look()}>
          Look up
        </Button>
      </div>
      <div id={`${id}-answer`} role="status">
        {answer === 'looking' && <p className="offered-model-detail">Looking…</p>}
        {error !== undefined && <p className="setting-error">{error}</p>}
        {!isNetworkOn && <p className="offered-model-detail">The network is turned off in Privacy &amp; network.</p>}
        {found && <p className="offered-model-detail number">{answerWords(found)}</p>}
      </div>
      {found && (
        <Button
          className="settings-rows-add"
          aria-label={`Download ${found.name}`}
          onClick={() => {
            startDownload(found)
            setName('')
            setAnswer(undefined)
          }}
        >
          {found.fits ? 'Download' : 'Download although it does not fit'}
        </Button>
      )}
    </section>
  )
}

const answerWords = ({ repository, bytes, fits, reason }: LookedUpModel) =>
  `${repository}: ${formatBytes(bytes)} to download. ${reason} ${fits ? 'It fits.' : 'It does not fit.'}`

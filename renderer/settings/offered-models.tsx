import './offered-models.css'
import { useEffect } from 'react'
import { formatBytes } from '../../contract/format-bytes.js'
import type { OfferedModel } from '../../contract/models.js'
import { timeLeftInWords } from '../../contract/time-in-words.js'
import { downloadWords } from '../models/download-words.js'
import { startDownload, useDownloads } from '../stores/downloads.js'
import { loadOffered, useModels } from '../stores/models.js'
import { useSettings } from '../stores/settings.js'
import { reportError } from '../stores/view.js'
import { Button } from '../ui/button.js'

/** The catalogue: what each model is good at, and whether it fits, in numbers. Those that fit come first. */
export function OfferedModels() {
  const offered = useModels((state) => state.offered)
  useEffect(() => {
    loadOffered().catch(reportError)
  }, [])
  if (!offered) return null
  return (
    <section className="offered-models" aria-labelledby="offered-models">
      <h2 id="offered-models">Catalogue</h2>
      <ul className="settings-rows" aria-labelledby="offered-models">
        {[...offered.filter(({ fits }) => fits), ...offered.filter(({ fits }) => !fits)].map((model) => (
          <Offered key={model.id} model={model} />
        ))}
      </ul>
    </section>
  )
}

function Offered({ model }: { readonly model: OfferedModel }) {
  const { name, repository, goodAt, licence, weightBytes, fits, reason, isSuggested } = model
  const download = useDownloads(({ downloads }) => downloads.find((other) => other.repository === repository))
  const lineSpeed = useDownloads((state) => state.lineSpeed)
  const time = lineSpeed === null ? '' : timeLeftInWords(weightBytes, lineSpeed)
  const isNetworkOn = useSettings(({ settings }) => settings.network)
  return (
    <li className="settings-row offered-model" data-fits={fits}>
      <div className="settings-row-words">
        <p className="settings-row-name">
          {name}
          {isSuggested && <span className="offered-model-mark">Suits this computer best</span>}
          {!fits && <span className="offered-model-mark">Does not fit</span>}
        </p>
        <p>{goodAt}</p>
        <p className="offered-model-detail number">
          {[reason, time && `About ${time} to download.`].filter(Boolean).join(' ')}
        </p>
        <p className="offered-model-detail number">{[formatBytes(weightBytes), licence, repository].join(' · ')}</p>
        {download && <p className="offered-model-detail number">{downloadWords(download)}</p>}
      </div>
      {!download && (
        <Button
          aria-label={`Download ${name}`}
          disabled={!isNetworkOn}
          onClick={() => startDownload({ ...model, bytes: weightBytes })}
        >
          Download
        </Button>
      )}
    </li>
  )
}

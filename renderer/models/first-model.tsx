import './first-model.css'
import { Download } from 'lucide-react'
import type { SuggestedModel } from '../../contract/downloads.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { timeLeftInWords } from '../../contract/time-in-words.js'
import { lookAroundFirst, offerModel, startDownload, useDownloads } from '../stores/downloads.js'
import { addModel, chooseModel } from '../stores/models.js'
import { useSettings } from '../stores/settings.js'
import { Button } from '../ui/button.js'
import { DownloadRow } from './download-row.js'
import { useOffer } from './use-offer.js'

/** Offers a real model while there is only the demonstration model, and shows the downloads of this session. */
export function FirstModel({ platform }: { readonly platform: string }) {
  const downloads = useDownloads((state) => state.downloads)
  const offer = useOffer()
  const isPutOff = useDownloads((state) => state.isPutOff)
  if (downloads.length > 0) {
    return (
      <div className="first-model">
        {downloads.map((download) => (
          <DownloadRow key={download.id} download={download} />
        ))}
      </div>
    )
  }
  if (offer?.kind !== 'model') return null
  if (isPutOff) {
    return (
      <Button kind="quiet" className="first-model-again" onClick={offerModel}>
        Get a real model…
      </Button>
    )
  }
  return <ModelOffer suggestion={offer.model} computer={platform === 'darwin' ? 'Mac' : 'computer'} />
}

interface ModelOfferProps {
  readonly suggestion: SuggestedModel
  readonly computer: string
}

function ModelOffer({ suggestion, computer }: ModelOfferProps) {
  const { name, bytes, goodAt } = suggestion
  const isNetworkOn = useSettings(({ settings }) => settings.network)
  const lineSpeed = useDownloads((state) => state.lineSpeed)
  const time = lineSpeed === null ? '' : timeLeftInWords(bytes, lineSpeed)
  return (
    <section className="first-model" aria-label="Get a model">
      <p className="first-model-words">
        A model is a large file that writes the replies, and Parley runs it on this {computer}. What you write, your
        documents and the replies stay here. A model is fetched once from Hugging Face; after that Parley needs no
        network.
      </p>
      <div className="first-model-choice">
        <Button kind="primary" aria-disabled={!isNetworkOn} onClick={() => isNetworkOn && startDownload(suggestion)}>
          <Download />
          Get {name}
        </Button>
        <p className="first-model-facts">
          {formatBytes(bytes)}
          {time && `, about ${time} at the speed of your last download`}. Suits this {computer} best. {goodAt}
        </p>
      </div>
      {!isNetworkOn && (
        <p className="first-model-facts" role="status">
          The network is turned off in Settings ▸ Privacy &amp; network, so no model can be fetched now.
        </p>
      )}
      <div className="first-model-later">
        <Button kind="quiet" onClick={lookAroundFirst}>
          Look around with the demo model first
        </Button>
        <Button kind="quiet" onClick={() => void addModel(chooseModel)}>
          Use a model from a folder…
        </Button>
      </div>
    </section>
  )
}

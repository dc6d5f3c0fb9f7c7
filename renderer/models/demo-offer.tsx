import './demo-offer.css'
import type { AssistantMessage } from '../../contract/chat.js'
import { formatBytes } from '../../contract/format-bytes.js'
import { resumeDownload, startDownload } from '../stores/downloads.js'
import { chooseModel, useModels } from '../stores/models.js'
import { Button } from '../ui/button.js'
import { downloadWords } from './download-words.js'
import { useOffer } from './use-offer.js'

interface DemoOfferProps {
  readonly message: AssistantMessage
  readonly isLast: boolean
}

/** One line below each reply of the demonstration model, which offers a real one. It is no part of the reply. */
export function DemoOffer({ message, isLast }: DemoOfferProps) {
  const isDemo = useModels(({ choice }) => choice?.models.some(({ isDemo, name }) => isDemo && name === message.model))
  return isDemo && !message.isEdited ? <OfferLine isLast={isLast} /> : null
}

/** Only the last reply follows a download, so that no other line of the conversation moves. */
function OfferLine({ isLast }: Pick<DemoOfferProps, 'isLast'>) {
  const offer = useOffer()
  if (!offer || (offer.kind === 'download' && !isLast)) return null
  if (offer.kind === 'model') {
    const { model } = offer
    return (
      <p className="demo-offer">
        Written by a tiny demonstration model.
        <Button kind="quiet" onClick={() => startDownload(model)}>
          Get {model.name}, {formatBytes(model.bytes)}
        </Button>
      </p>
    )
  }
  const { download } = offer
  const { name, status } = download
  return (
    <p className="demo-offer number">
      {name}: {downloadWords(download)}
      {status.state === 'done' && (
        <Button kind="quiet" onClick={() => chooseModel(status.modelId)}>
          Use it now
        </Button>
      )}
      {(status.state === 'failed' || status.state === 'paused') && (
        <Button kind="quiet" onClick={() => resumeDownload(download)}>
          {status.state === 'failed' ? 'Try again' : 'Resume'}
        </Button>
      )}
    </p>
  )
}

import { FileText, X } from 'lucide-react'
import { formatBytes } from '../../contract/format-bytes.js'
import { type Arriving as ArrivingFile, giveUp } from '../stores/adding-files.js'
import { drawThenFocus, type FindTarget } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { ProgressBar } from '../ui/progress-bar.js'

interface ArrivingProps {
  readonly file: ArrivingFile
  readonly focusAfter: FindTarget
}

/** A large file that is being copied into the app. */
export function Arriving({ file: { id, name, doneBytes, bytes }, focusAfter }: ArrivingProps) {
  const words = `Copying ${formatBytes(doneBytes)} of ${formatBytes(bytes)}`
  return (
    <li className="attachment" aria-label={name} aria-busy>
      <span className="document-icon">
        <FileText />
      </span>
      <div className="attachment-words">
        <p className="attachment-name" title={name}>
          {name}
        </p>
        <p className="number">{words}</p>
        <ProgressBar label={`Copying ${name}`} value={doneBytes / bytes} words={words} />
      </div>
      <IconButton label={`Remove ${name}`} onClick={() => drawThenFocus(() => giveUp(id), focusAfter)}>
        <X />
      </IconButton>
    </li>
  )
}

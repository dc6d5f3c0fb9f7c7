import './overflow-choice.css'
import { undoCut } from '../../stores/context.js'
import { useConversations } from '../../stores/conversations.js'
import { cutSize, foldOf } from '../../stores/transcript-cuts.js'
import { Button } from '../../ui/button.js'
import { plural } from '../../ui/words.js'
import { focusComposer } from './composer-field.js'

/** Shows above the composer that a summary is being written, because its row in the transcript may be out of view. */
export function Folding() {
  const cut = useConversations(({ transcript }) => foldOf(transcript))
  const count = useConversations(({ transcript }) => (transcript && cut ? cutSize(transcript, cut) : 0))
  if (!cut) return null
  const cancel = () => {
    undoCut(cut)
    focusComposer()
  }
  return (
    <div className="folding">
      <p role="status">Folding {plural(count, 'message')}…</p>
      <Button kind="quiet" onClick={cancel}>
        Cancel
      </Button>
    </div>
  )
}

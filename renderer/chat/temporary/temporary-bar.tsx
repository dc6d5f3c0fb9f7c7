import './temporary-bar.css'
import { Hourglass } from 'lucide-react'
import { closeTemporary, keepTemporary } from '../../stores/temporary.js'
import { Button } from '../../ui/button.js'
import { drawThenFocus } from '../../ui/focus.js'
import { composerField } from '../composer/composer-field.js'

/** Stands above the composer of a temporary conversation and says what that means. */
export function TemporaryBar({ id }: { readonly id: string }) {
  const keep = () => void keepTemporary(id).then(() => drawThenFocus(() => {}, composerField))
  return (
    <aside className="temporary-bar" aria-label="Temporary conversation">
      <Hourglass strokeWidth={1.5} />
      <p>Temporary: only in memory. It’s gone when you close it or quit Parley.</p>
      <Button onClick={keep}>Keep</Button>
      <Button kind="quiet" onClick={() => void closeTemporary(id)}>
        Close
      </Button>
    </aside>
  )
}

import { Info } from 'lucide-react'
import { useContext, useRef, useState } from 'react'
import { type AssistantMessage, isRepeatable } from '../../../contract/chat.js'
import { effortsOf, useModels } from '../../stores/models.js'
import { repeatReply } from '../../stores/replies.js'
import { showPrompt } from '../../stores/view.js'
import { Button } from '../../ui/button.js'
import { CopyContext, useCopied } from '../../ui/copy.js'
import { drawThenFocus } from '../../ui/focus.js'
import { IconButton } from '../../ui/icon-button.js'
import { Popover } from '../../ui/popover.js'
import { ReadOnlyContext } from '../../ui/read-only.js'
import { focusComposer } from '../composer/composer-field.js'
import { statisticsRows } from './statistics-rows.js'
import { useCanChange } from './use-can-change.js'

interface StatisticsProps {
  readonly message: AssistantMessage
}

/** The Statistics button of a reply and its panel. */
export function Statistics({ message }: StatisticsProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () =>
    drawThenFocus(
      () => setOpen(false),
      () => button.current,
    )
  return (
    <>
      <IconButton ref={button} label="Statistics" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Info />
      </IconButton>
      {isOpen && (
        <Popover label="Statistics" anchor={button} onClose={() => setOpen(false)}>
          <Panel message={message} onClose={close} />
        </Popover>
      )}
    </>
  )
}

function Panel({ message, onClose }: StatisticsProps & { readonly onClose: () => void }) {
  const isReadOnly = useContext(ReadOnlyContext)
  const canChange = useCanChange()
  const copy = useContext(CopyContext)
  const [isCopied, showCopied] = useCopied()
  const rows = statisticsRows(
    message,
    useModels((state) => effortsOf(state, message.model)),
  )
  const copyRows = () => copy(rows.map((row) => row.join(': ')).join('\n')).then(showCopied, () => {})
  const prompt = () => {
    onClose()
    showPrompt({ conversationId: message.conversationId, messageId: message.id })
  }
  const repeat = () => {
    onClose()
    repeatReply(message.id)
    focusComposer()
  }
  return (
    <>
      <dl className="statistics">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="statistics-bar">
        {isRepeatable(message) && !isReadOnly && (
          <Button disabled={!canChange} onClick={repeat}>
            Reply again with the same seed
          </Button>
        )}
        {message.recipe && (
          <Button kind="quiet" onClick={prompt}>
            Show prompt
          </Button>
        )}
        <Button kind="quiet" onClick={() => void copyRows()}>
          {isCopied ? 'Copied' : 'Copy all'}
        </Button>
      </div>
    </>
  )
}

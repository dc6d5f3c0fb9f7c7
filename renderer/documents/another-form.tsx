import { ChevronDown, LayoutList } from 'lucide-react'
import { useRef, useState } from 'react'
import type { DocumentJob } from '../../contract/documents.js'
import { repeatJob } from '../stores/documents.js'
import { Button } from '../ui/button.js'
import { drawThenFocus } from '../ui/focus.js'
import { Menu, type MenuEntry } from '../ui/menu.js'
import { Popover } from '../ui/popover.js'
import { formEntries } from './form-words.js'
import { SummaryWishes } from './summary-wishes.js'

interface AnotherFormProps {
  readonly messageId: string
  readonly job: DocumentJob
}

/** Makes another version of a summary from its notes: in another form, for a purpose, or in another language. */
export function AnotherForm({ messageId, job: { options } }: AnotherFormProps) {
  const [wishes, setWishes] = useState<typeof options>()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setWishes(undefined)
  const make = () => {
    if (!wishes) return
    drawThenFocus(close, () => button.current)
    repeatJob(messageId, wishes)
  }
  const entries: readonly MenuEntry[] = [
    ...formEntries((form) => repeatJob(messageId, { ...options, form }), options.form),
    { label: 'Purpose and language…', run: () => setWishes(options) },
  ]
  return (
    <>
      <Menu label="Another form" align="end" entries={entries}>
        <Button ref={button}>
          <LayoutList />
          Another form
          <ChevronDown />
        </Button>
      </Menu>
      {wishes && (
        <Popover label="Purpose and language" anchor={button} firstFocus="textarea" onClose={close}>
          <SummaryWishes value={wishes} onChange={(change) => setWishes((known) => known && { ...known, ...change })}>
            <div className="summary-wishes-bar">
              <Button kind="primary" onClick={make}>
                Make this summary
              </Button>
            </div>
          </SummaryWishes>
        </Popover>
      )}
    </>
  )
}

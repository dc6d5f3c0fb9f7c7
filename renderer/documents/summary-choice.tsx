import './summary-options.css'
import { ChevronDown } from 'lucide-react'
import { useRef, useState } from 'react'
import { chooseSummary, chosenSummary, useChosenSummary } from '../stores/summary-options.js'
import { Menu, type MenuEntry } from '../ui/menu.js'
import { Popover } from '../ui/popover.js'
import { formEntries, optionsWords } from './form-words.js'
import { SummaryWishes } from './summary-wishes.js'

/** In the composer, while Return makes a summary: which one. */
export function SummaryChoice({ conversationId }: { readonly conversationId: string | null }) {
  const options = useChosenSummary(conversationId)
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const words = optionsWords(options)
  const change = (changed: Partial<typeof options>) =>
    chooseSummary(conversationId, { ...chosenSummary(conversationId), ...changed })
  const entries: readonly MenuEntry[] = [
    ...formEntries((form) => change({ form }), options.form),
    { label: 'Purpose and language…', run: () => setOpen(true) },
  ]
  return (
    <>
      <Menu label="Summary" entries={entries}>
        <button ref={button} type="button" className="summary-choice" data-tip={`Return makes: ${words}`}>
          <span className="summary-choice-words">Summary: {words}</span>
          <ChevronDown />
        </button>
      </Menu>
      {isOpen && (
        <Popover label="Purpose and language" anchor={button} firstFocus="textarea" onClose={() => setOpen(false)}>
          <SummaryWishes value={options} onChange={change} />
        </Popover>
      )}
    </>
  )
}

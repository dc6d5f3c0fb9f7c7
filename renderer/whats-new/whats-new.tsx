import './whats-new.css'
import { X } from 'lucide-react'
import changelog from '../../CHANGELOG.md?raw'
import { Markdown } from '../chat/markdown/markdown.js'
import { showWhatsNew, useView } from '../stores/view.js'
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog.js'
import { IconButton } from '../ui/icon-button.js'
import { versionNotes } from './version-notes.js'

const notes = versionNotes(changelog)

/** What each version of the app brought. */
export function WhatsNew() {
  const isOpen = useView((state) => state.isWhatsNewOpen)
  return (
    <Dialog isOpen={isOpen} onClose={() => showWhatsNew(false)} className="whats-new">
      <header className="whats-new-head">
        <DialogTitle>What’s New in Parley</DialogTitle>
        <DialogClose>
          <IconButton label="Close">
            <X />
          </IconButton>
        </DialogClose>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: with the focus in it the keyboard scrolls it */}
      <section className="whats-new-notes" aria-label="Versions" tabIndex={0} data-first-focus>
        <Markdown text={notes} isFinished />
      </section>
    </Dialog>
  )
}

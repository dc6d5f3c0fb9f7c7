import './compare-view.css'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useId } from 'react'
import type { AssistantMessage } from '../../../contract/chat.js'
import { plainAnswer } from '../../documents/answer-words.js'
import { stepTarget } from '../../stores/compared-versions.js'
import { endComparison, keepVersion, stepSide, useComparison } from '../../stores/comparison.js'
import { useConversations } from '../../stores/conversations.js'
import { useEfforts } from '../../stores/wanted-model.js'
import { Button } from '../../ui/button.js'
import { Dialog, DialogClose, DialogTitle } from '../../ui/dialog.js'
import { IconButton } from '../../ui/icon-button.js'
import { formatNumber } from '../../ui/words.js'
import { Markdown } from '../markdown/markdown.js'
import { Reasoning } from '../transcript/reasoning.js'
import { useCanChange } from '../transcript/use-can-change.js'
import { versionWords } from './version-words.js'

/** A dialog with two versions of a reply beside each other, of which one is kept. */
export function CompareView() {
  const sides = useComparison((state) => state.sides)
  const openId = useConversations((state) => state.openId)
  // Another window may move the conversation to the Trash, or delete it.
  const shown = sides?.[0].conversationId === openId ? sides : null
  return (
    <Dialog isOpen={shown !== null} onClose={endComparison} className="compare-view">
      {shown && (
        <>
          <header className="compare-head">
            <DialogTitle>Compare versions</DialogTitle>
            <DialogClose>
              <IconButton label="Close">
                <X />
              </IconButton>
            </DialogClose>
          </header>
          <div className="compare-sides">
            <Side side={0} version={shown[0]} other={shown[1]} />
            <Side side={1} version={shown[1]} other={shown[0]} />
          </div>
        </>
      )}
    </Dialog>
  )
}

interface SideProps {
  readonly side: 0 | 1
  readonly version: AssistantMessage
  readonly other: AssistantMessage
}

function Side({ side, version, other }: SideProps) {
  const heading = useId()
  const canChange = useCanChange()
  const efforts = useEfforts()
  const documents = useConversations(({ transcript }) => transcript?.documents)
  const isShown = useConversations(({ transcript }) => transcript?.messages[version.id] !== undefined)
  const { index, count } = version.versions ?? { index: 1, count: 1 }
  const step = (by: 1 | -1) => ({
    'aria-disabled': stepTarget(version, other, by) === undefined,
    onClick: () => void stepSide(side, by),
  })
  return (
    <section className="compare-side" aria-labelledby={heading}>
      <div className="compare-side-head">
        <div className="compare-side-title">
          <h3 id={heading} className="number" aria-live="polite">
            Version {formatNumber(index)} of {formatNumber(count)}
            {isShown && ' '}
            {isShown && <span className="compare-shown">In the conversation</span>}
          </h3>
          <p className="number">{versionWords(version, efforts)}</p>
        </div>
        {count > 2 && (
          <>
            <IconButton label="Previous version" size="small" {...step(-1)}>
              <ChevronLeft />
            </IconButton>
            <IconButton label="Next version" size="small" {...step(1)}>
              <ChevronRight />
            </IconButton>
          </>
        )}
        <Button aria-disabled={!canChange} onClick={() => canChange && keepVersion(version.id)}>
          Keep this one
        </Button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of text, and no form */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: with the focus in it the keyboard scrolls it */}
      <div className="compare-text" key={version.id} tabIndex={0} role="group" aria-labelledby={heading}>
        <Reasoning message={version} />
        {version.text === '' ? (
          <p className="compare-empty">This version has no answer.</p>
        ) : (
          <Markdown text={plainAnswer(version, documents ?? {})} isFinished />
        )}
      </div>
    </section>
  )
}

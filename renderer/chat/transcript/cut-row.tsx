import './cut-row.css'
import { memo, useContext } from 'react'
import type { Cut } from '../../../contract/context.js'
import { editCut, undoCut } from '../../stores/context.js'
import { useConversations } from '../../stores/conversations.js'
import { lastCut } from '../../stores/transcript-cuts.js'
import { Button } from '../../ui/button.js'
import { ReadOnlyContext } from '../../ui/read-only.js'
import { focusComposer } from '../composer/composer-field.js'
import { Markdown } from '../markdown/markdown.js'
import { MessageEdit } from './message-edit.js'
import { useCanChange } from './use-can-change.js'
import { useEditing } from './use-editing.js'

/** A line in the transcript: the model does not see the messages above it, or sees a summary of them. */
export const CutRow = memo(({ cut }: { readonly cut: Cut }) => {
  const isLast = useConversations(({ transcript }) => transcript !== null && lastCut(transcript)?.id === cut.id)
  const canChange = useCanChange()
  const isReadOnly = useContext(ReadOnlyContext)
  const editing = useEditing<HTMLDivElement>(cut.id)
  const isDone = cut.state === 'done'
  const undo = () => {
    undoCut(cut)
    focusComposer()
  }
  const save = (text: string) => editing.save(text, (changed) => editCut(cut, changed), editing.editButton)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of the transcript, and no form
    <div
      ref={editing.article}
      className="cut"
      role="group"
      aria-label={cut.kind === 'folded' ? 'Folded messages' : 'Dropped messages'}
    >
      <div className="cut-line">
        <p role={isDone ? undefined : 'status'}>{lineWords(cut)}</p>
        {isDone && cut.kind === 'folded' && !editing.isOn && !isReadOnly && (
          <Button kind="quiet" data-action="edit" disabled={!canChange} onClick={editing.begin}>
            Edit
          </Button>
        )}
        {isLast && !isReadOnly && (
          <Button kind="quiet" disabled={isDone && !canChange} onClick={undo}>
            {isDone || cut.state === 'failed' ? 'Undo' : 'Cancel'}
          </Button>
        )}
      </div>
      {editing.isOn ? (
        <MessageEdit
          id={cut.id}
          text={cut.summary}
          action="Save"
          hint="The model continues from the summary that you save."
          onSave={save}
          onCancel={editing.cancel}
        />
      ) : (
        cut.summary !== '' && (
          <div className="cut-summary">
            <Markdown text={cut.summary} isFinished={isDone} />
          </div>
        )
      )}
    </div>
  )
})

function lineWords({ kind, state, error, isShortened }: Cut): string {
  switch (state) {
    case 'waiting':
      return 'Folding the messages above: waiting for the model'
    case 'writing':
      return 'Folding the messages above into a summary…'
    case 'failed':
      return error?.message ?? 'The summary could not be written.'
    case 'done':
      if (kind === 'dropped') return 'The model no longer sees the messages above'
      return isShortened
        ? 'The model sees this summary instead of the messages above. It was too long and was cut: edit it to add what is missing'
        : 'The model sees this summary instead of the messages above'
  }
}

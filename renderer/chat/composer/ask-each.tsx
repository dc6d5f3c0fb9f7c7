import { Rows3 } from 'lucide-react'
import type { AddedDocument } from '../../../contract/documents.js'
import { separable, separateWords } from '../../documents/batch-words.js'
import { Button } from '../../ui/button.js'

interface AskEachProps {
  readonly attached: readonly AddedDocument[]
  readonly isDisabled: boolean
  readonly onAsk: () => void
}

/** The choice to ask about each document, or each row of a table, by itself. Nothing where that makes no difference. */
export function AskEach({ attached, isDisabled, onAsk }: AskEachProps) {
  const source = separable(attached)
  if (source === undefined) return null
  const isUnread = source === 'table' && attached[0]?.state !== 'read'
  return (
    <Button
      kind="quiet"
      className="ask-each"
      title={separateWords(source, attached)}
      disabled={isDisabled || isUnread}
      onClick={onAsk}
    >
      <Rows3 />
      Ask each separately
    </Button>
  )
}

import { type KeyboardEvent, useState } from 'react'
import { findPage } from '../../stores/document-pages.js'
import { formatNumber } from '../../ui/words.js'

interface PageFieldProps {
  readonly documentId: string
  readonly page: number
  readonly total: number
  readonly label: string | undefined
  readonly onPage: (page: number) => void
  readonly onProblem: (problem: string | undefined) => void
}

/** The page that is shown; what is typed here is the printed name or the number of another one. */
export function PageField({ documentId, page, total, label, onPage, onProblem }: PageFieldProps) {
  const [draft, setDraft] = useState<string>()
  const [isUnknown, setUnknown] = useState(false)
  const end = () => {
    setDraft(undefined)
    setUnknown(false)
    onProblem(undefined)
  }
  const go = (name: string) =>
    findPage(documentId, name).then(
      (found) => {
        end()
        onPage(found)
      },
      (error: unknown) => {
        setUnknown(true)
        onProblem(error instanceof Error ? error.message : String(error))
      },
    )
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && draft?.trim()) void go(draft)
    else if (event.key === 'Escape' && draft !== undefined) end()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span className="page-field number">
      <input
        className="setting-field"
        aria-label="Page"
        aria-invalid={isUnknown}
        value={draft ?? label ?? String(page)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={end}
        onKeyDown={onKeyDown}
      />
      <span aria-hidden>of {formatNumber(total)}</span>
    </span>
  )
}

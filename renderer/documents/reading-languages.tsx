import { useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { AddedDocument } from '../../contract/documents.js'
import { listOf } from '../../contract/list-of.js'
import { maxOcrLanguages, type OcrLanguage, ocrLanguages } from '../../contract/ocr-languages.js'
import { readInLanguages } from '../stores/documents.js'
import { Button } from '../ui/button.js'
import { Popover } from '../ui/popover.js'
import { LanguageChecks } from './language-checks.js'

type DocumentWithPictures = Pick<AddedDocument, 'id' | 'name'> & { readonly languages: readonly OcrLanguage[] }

/** Says in which languages the pictures of a document are read, and reads it again in others. */
export function ReadingLanguages({ document: { id, name, languages } }: { readonly document: DocumentWithPictures }) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const words = listOf(languages.map((language) => ocrLanguages[language]))
  const read = (chosen: readonly OcrLanguage[]) => {
    flushSync(() => setOpen(false))
    button.current?.focus()
    readInLanguages(id, chosen)
  }
  return (
    <>
      <Button
        ref={button}
        kind="quiet"
        className="attachment-languages"
        aria-label={`Languages of ${name}: ${words}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        Pictures in {words}…
      </Button>
      {isOpen && (
        <Popover label="Languages of the pictures" anchor={button} firstFocus="input" onClose={() => setOpen(false)}>
          <Choice languages={languages} onRead={read} />
        </Popover>
      )}
    </>
  )
}

interface ChoiceProps {
  readonly languages: readonly OcrLanguage[]
  readonly onRead: (languages: readonly OcrLanguage[]) => void
}

function Choice({ languages, onRead }: ChoiceProps) {
  const [chosen, setChosen] = useState(languages)
  const hint = useId()
  const isSame = chosen.length === languages.length && chosen.every((each) => languages.includes(each))
  return (
    <div className="reading-languages">
      <LanguageChecks label="Languages" describedBy={hint} value={chosen} onChange={setChosen} />
      <p id={hint}>Up to {maxOcrLanguages}. Each one more takes longer, and only those in the pictures help.</p>
      <Button kind="primary" aria-disabled={isSame} onClick={isSame ? undefined : () => onRead(chosen)}>
        Read again
      </Button>
    </div>
  )
}

import './language-checks.css'
import { maxOcrLanguages, type OcrLanguage, ocrLanguages } from '../../contract/ocr-languages.js'
import { optionsOf } from '../ui/options.js'

interface LanguageChecksProps {
  readonly label: string
  /** The id of the element that says more. */
  readonly describedBy?: string
  readonly value: readonly OcrLanguage[]
  readonly onChange: (value: readonly OcrLanguage[]) => void
}

/** The languages of text recognition, of which one to `maxOcrLanguages` are on. */
export function LanguageChecks({ label, describedBy, value, onChange }: LanguageChecksProps) {
  return (
    <fieldset className="language-checks" aria-label={label} aria-describedby={describedBy}>
      {optionsOf(ocrLanguages).map((option) => {
        const isOn = value.includes(option.value)
        const isFixed = isOn ? value.length === 1 : value.length >= maxOcrLanguages
        const next = isOn ? value.filter((each) => each !== option.value) : [...value, option.value]
        return (
          <label key={option.value} aria-disabled={isFixed}>
            <input type="checkbox" checked={isOn} aria-disabled={isFixed} onChange={() => !isFixed && onChange(next)} />
            {option.label}
          </label>
        )
      })}
    </fieldset>
  )
}

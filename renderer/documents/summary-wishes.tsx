import '../settings/settings.css'
import './summary-options.css'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { maxLanguageLength, maxPurposeLength, type SummaryOptions, summaryForms } from '../../contract/summary-forms.js'
import { TextField } from '../settings/text-setting.js'
import { Button } from '../ui/button.js'
import { Menu } from '../ui/menu.js'
import { formEntries } from './form-words.js'

/** Suggestions; any language can be written. */
const languages = ['English', 'Chinese', 'French', 'German', 'Italian', 'Japanese', 'Polish', 'Portuguese', 'Spanish']

interface SummaryWishesProps {
  readonly value: SummaryOptions
  readonly onChange: (change: Partial<SummaryOptions>) => void
  /** What ends the choice. */
  readonly children?: ReactNode
}

/** The form, the purpose and the language of a summary. */
export function SummaryWishes({ value, onChange, children }: SummaryWishesProps) {
  const languageId = useId()
  const { form, purpose = '', language = '' } = value
  return (
    <div className="summary-wishes settings-form">
      <div className="setting">
        <span>Form</span>
        <Menu label="Form" entries={formEntries((chosen) => onChange({ form: chosen }), form)}>
          <Button className="summary-wishes-form">
            <span className="hidden">Form:</span>
            {summaryForms[form].label}
            <ChevronDown />
          </Button>
        </Menu>
      </div>
      <TextField
        label="Purpose"
        placeholder="What you need it for, for example: for a letter to the insurer"
        maxLength={maxPurposeLength}
        value={purpose}
        onChange={(text) => onChange({ purpose: text || undefined })}
      />
      <div className="setting">
        <label htmlFor={languageId}>Language</label>
        <input
          id={languageId}
          className="setting-field"
          list={`${languageId}-list`}
          placeholder="That of the document"
          autoComplete="off"
          dir="auto"
          maxLength={maxLanguageLength}
          value={language}
          onChange={(event) => onChange({ language: event.target.value || undefined })}
        />
        <datalist id={`${languageId}-list`}>
          {languages.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      {children}
    </div>
  )
}

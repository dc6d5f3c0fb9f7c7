import { type SummaryForm, type SummaryOptions, summaryFormNames, summaryForms } from '../../contract/summary-forms.js'
import type { MenuEntry } from '../ui/menu.js'

/** "Timeline, in German, for a hearing": how a summary is written, in the words of its choice. */
export function optionsWords({ form, purpose, language }: SummaryOptions): string {
  const words = [
    summaryForms[form].label,
    language?.trim() && `in ${language.trim()}`,
    purpose?.trim() && purposeWords(purpose),
  ]
  return words.filter(Boolean).join(', ')
}

/** People write "for a hearing" as well as "a hearing" and "what the tenant owes". */
const purposeWords = (purpose: string) => {
  const line = purpose.replace(/\s+/g, ' ').trim()
  return /^(?:for|to)\s/i.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : `for: ${line}`
}

/** The forms as entries of a menu. `chosen`: the current choice. */
export const formEntries = (run: (form: SummaryForm) => void, chosen?: SummaryForm): readonly MenuEntry[] =>
  summaryFormNames.map((form) => ({
    section: 'Form',
    label: summaryForms[form].label,
    ...(chosen !== undefined && { isChecked: form === chosen }),
    run: () => run(form),
  }))

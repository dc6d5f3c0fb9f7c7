interface Form {
  readonly label: string
  /** A summary in this form has at most so many points. */
  readonly maxPoints: number
}

/** To add a form, add a line here, what the model is asked in prompts.json, and how it reads in summary-text.ts. */
const forms = {
  points: { label: 'Key points', maxPoints: 12 },
  paragraph: { label: 'Paragraph', maxPoints: 8 },
  page: { label: 'One page', maxPoints: 40 },
  sections: { label: 'By section', maxPoints: 40 },
  table: { label: 'Table of facts', maxPoints: 40 },
  questions: { label: 'Questions and answers', maxPoints: 16 },
  timeline: { label: 'Timeline', maxPoints: 40 },
  plain: { label: 'Plain language', maxPoints: 12 },
} satisfies Record<string, Form>

export type SummaryForm = keyof typeof forms

export const summaryForms: Readonly<Record<SummaryForm, Form>> = forms

export const isSummaryForm = (value: unknown): value is SummaryForm =>
  typeof value === 'string' && Object.hasOwn(forms, value)

/** In the order in which they are offered. */
export const summaryFormNames: readonly SummaryForm[] = Object.keys(forms).filter(isSummaryForm)

/** Of a purpose and of the name of a language, in characters. */
export const maxPurposeLength = 500
export const maxLanguageLength = 60

/** How a summary is to be written. */
export interface SummaryOptions {
  readonly form: SummaryForm
  /** What the reader wants it for, in the user's words. */
  readonly purpose?: string
  /** The name of a language; absent: that of the document. */
  readonly language?: string
}

export const defaultSummary: SummaryOptions = { form: 'points' }

export const summaryFormLabels = Object.fromEntries(
  summaryFormNames.map((form) => [form, forms[form].label]),
) as Readonly<Record<SummaryForm, string>>

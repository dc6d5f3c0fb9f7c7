import { fieldsIn, fillIn, type Task } from '../../contract/tasks.js'

/** A field of a form: one line, a longer text, or one of several options. */
export interface FormField {
  readonly name: string
  readonly label: string
  readonly kind: 'line' | 'text' | 'choice'
  readonly placeholder?: string
  /** What stands in the menu, and the words that come into the prompt; the first one is chosen at first. */
  readonly options?: Readonly<Record<string, string>>
}

/** What a person fills in to get a prompt. */
export interface TaskForm {
  readonly name: string
  readonly fields: readonly FormField[]
  readonly write: (texts: FieldTexts) => string
  /** The words of a button that adds a document, for a form that can be about one. */
  readonly document?: string
}

/** What is in the fields, by their names. */
export type FieldTexts = Readonly<Record<string, string>>

/** A choice begins with its first option. */
export const firstTexts = (fields: readonly FormField[]): FieldTexts =>
  Object.fromEntries(fields.map(({ name, options = {} }) => [name, Object.values(options)[0] ?? '']))

/**
 * Writes a prompt from parts with `{names}` of fields. A part is left out when one of its fields has no text, except for the
 * text that the prompt is about, whose place then is left free for it.
 */
export function writeParts(parts: readonly string[], texts: FieldTexts, subject?: string): string {
  const isEmpty = (name: string) => (texts[name] ?? '').trim() === ''
  return parts
    .map((part) => (subject !== undefined && isEmpty(subject) ? part.replace(`{${subject}}`, '') : part))
    .filter((part) => !fieldsIn(part).some(isEmpty))
    .map((part) => fillIn(part, texts))
    .join('\n')
    .trimStart()
}

/** The form of a task that the user keeps. */
export const formOfTask = ({ name, prompt }: Task): TaskForm => ({
  name,
  fields: fieldsIn(prompt).map((field) => ({ name: field, label: field, kind: 'text' })),
  write: (texts) => fillIn(prompt, texts),
})

import { composerField } from '../composer/composer-field.js'
import { insertText } from '../pasting/insert-text.js'

/** A text as a quotation in Markdown. */
export const quotation = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')

/** Adds a quotation to the message that is being written, at its end, with a line for the answer. */
export function quoteInReply(markdown: string): void {
  const field = composerField()
  if (!field || markdown.trim() === '') return
  const { length } = field.value
  field.setSelectionRange(length, length)
  const before = field.value === '' ? '' : field.value.endsWith('\n') ? '\n' : '\n\n'
  insertText(field, `${before}${quotation(markdown)}\n\n`)
  field.scrollTop = field.scrollHeight
}

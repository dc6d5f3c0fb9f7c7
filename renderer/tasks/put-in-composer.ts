import { fieldsIn } from '../../contract/tasks.js'
import { composerField } from '../chat/composer/composer-field.js'
import { insertText } from '../chat/pasting/insert-text.js'

/** Adds a prompt to the message that is being written, at its end, and selects the first field that is not filled in. */
export function putInComposer(prompt: string): void {
  const field = composerField()
  if (!field) return
  const before = field.value.trimEnd()
  field.setSelectionRange(before.length, field.value.length)
  const start = before === '' ? 0 : before.length + 2
  insertText(field, before === '' ? prompt : `\n\n${prompt}`)
  const [name] = fieldsIn(prompt)
  const at = name === undefined ? -1 : field.value.indexOf(`{${name}}`, start)
  if (name !== undefined && at >= 0) field.setSelectionRange(at, at + name.length + 2)
  field.scrollTop = at < 0 ? field.scrollHeight : 0
}

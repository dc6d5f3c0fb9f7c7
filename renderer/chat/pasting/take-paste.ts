import type { ClipboardEvent } from 'react'
import { addFiles } from '../../documents/add-files.js'
import { maxTypedLength } from '../../documents/long-text.js'
import { readTransfer } from './read-transfer.js'
import { takeText } from './take-text.js'

/** Handles a paste into the text of a message. A short text without tables is left to the field. */
export function takePaste(event: ClipboardEvent<HTMLTextAreaElement>): void {
  const pasted = readTransfer(event.clipboardData)
  if ('text' in pasted && !pasted.isChanged && pasted.text.length <= maxTypedLength) return
  event.preventDefault()
  if ('files' in pasted) void addFiles(pasted.files)
  else takeText(pasted.text, 'pasted', event.currentTarget)
}

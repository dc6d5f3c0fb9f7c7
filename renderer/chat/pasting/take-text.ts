import { textTooLarge } from '../../../contract/documents.js'
import { storableText } from '../../../contract/storable-text.js'
import { bytesOf, placeText } from '../../documents/long-text.js'
import { addFilesToOpen } from '../../stores/adding-files.js'
import { notify } from '../../stores/view.js'
import { insertText } from './insert-text.js'

/** Inserts pasted or dropped text into a message, or adds it as a document when it is long. */
export function takeText(taken: string, from: 'pasted' | 'dropped', field: HTMLTextAreaElement | null): void {
  const text = storableText(taken) // a document with a NUL would be refused as no text
  switch (placeText(text)) {
    case 'inline':
      if (field) insertText(field, text)
      return
    case 'document':
      notify({ message: `The ${from} text is long, so it was added as a document.` })
      addTextAsDocument(text, from === 'pasted' ? 'Pasted text' : 'Dropped text')
      return
    case 'too-large': {
      const where = from === 'pasted' ? ' It is still on the clipboard.' : ''
      notify({ message: `${textTooLarge(bytesOf(text))}${where}`, tone: 'warning' })
    }
  }
}

export const addTextAsDocument = (text: string, name: string) => addBytes(`${name}.txt`, new TextEncoder().encode(text))

const addBytes = (name: string, bytes: Uint8Array) =>
  void addFilesToOpen([{ name, bytes: bytes.length, read: async (from, to) => bytes.slice(from, to) }])

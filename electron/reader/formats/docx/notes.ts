import { type Attributes, readXml, type XmlHandler } from '../shared/xml.js'
import type { Archive } from '../shared/zip.js'
import { RunText } from './run-text.js'

/**
 * Reads the text of each `element` (`footnote`, `endnote`, `comment`, `hdr`, `ftr`) of a part into `notes`, by
 * `element/id`. The separators that Word keeps among the notes are left out.
 */
export function readNotes(
  archive: Archive,
  part: string | undefined,
  element: string,
  notes: Map<string, string>,
): void {
  if (part === undefined) return
  const run = new RunText()
  let id: string | undefined
  const handler: XmlHandler = {
    open(name, attributes: Attributes) {
      if (name === element && !/separator|continuation/i.test(attributes.type ?? '')) {
        id = attributes.id ?? ''
        run.take()
      }
      run.open(name, attributes)
      if (name === 'tc') run.text += ' '
    },
    close(name) {
      run.close(name)
      if (name === 'p') run.text += '\n'
      if (name !== element || id === undefined) return
      notes.set(`${element}/${id}`, run.take().trim())
      id = undefined
    },
    text(text) {
      run.add(text)
    },
  }
  readXml(archive, part, handler)
}

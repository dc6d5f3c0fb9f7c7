import type { PageBuilder } from './page-builder.js'
import { readXml } from './xml.js'
import type { Archive } from './zip.js'

/** The words of SmartArt, which the body only refers to. */
export function readDiagram(archive: Archive, part: string, pages: PageBuilder): void {
  let text = ''
  let isText = false
  readXml(archive, part, {
    open(name) {
      if (name === 'p') text = ''
      isText = name === 't'
    },
    close(name) {
      isText = false
      if (name === 'p') pages.item('-', 0, text)
    },
    text(piece) {
      if (isText) text += piece
    },
  })
}

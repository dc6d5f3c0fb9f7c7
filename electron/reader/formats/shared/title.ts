import { readXml } from './xml.js'
import type { Archive } from './zip.js'

/** In characters. */
const maxTitleLength = 300

/** The title in a file of properties: `docProps/core.xml` of Office, `meta.xml` of OpenDocument. */
export function readTitle(archive: Archive, properties: string): string | undefined {
  let title = ''
  let isTitle = false
  try {
    readXml(archive, properties, {
      open: (name) => {
        isTitle = name === 'title'
      },
      close: () => {
        isTitle = false
      },
      text: (text) => {
        if (isTitle) title += text
      },
    })
  } catch {
    // Properties are an extra: a document without them reads as well.
  }
  return title.trim().slice(0, maxTitleLength) || undefined
}

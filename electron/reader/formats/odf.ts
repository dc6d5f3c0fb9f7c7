import { OdfBody } from './odf/body.js'
import { readOdfStyles } from './odf/styles.js'
import { FormatError, Omissions, type ReadPages, tolerateDamage } from './read-pages.js'
import { PageBuilder } from './shared/page-builder.js'
import { readTitle } from './shared/title.js'
import { readXml } from './shared/xml.js'
import { Archive } from './shared/zip.js'

/**
 * Reads OpenDocument texts, spreadsheets and presentations as a stream. Page breaks make pages of a text; sheets and
 * slides are pages. Comments, tracked deletions and hidden sheets are left out and counted. Format: OASIS ODF 1.3.
 */
export function readOdf(bytes: Uint8Array): ReadPages {
  const archive = new Archive(bytes)
  if (!archive.has('content.xml')) throw new FormatError('other-kind', 'no OpenDocument in it')
  refuseEncrypted(archive)
  const pages = new PageBuilder()
  const omissions = new Omissions()
  const problems: string[] = []
  const tolerate = (read: () => void) => tolerateDamage(problems, read)
  const styles = readOdfStyles(archive, tolerate)
  const { headers, footers } = styles
  // Those of spreadsheets are templates for printing: "Page 1 of 99".
  const isText = !archive.has('mimetype') || !/spreadsheet/.test(new TextDecoder().decode(archive.read('mimetype')))
  if (isText) for (const line of headers) pages.paragraph(line)
  const body = new OdfBody(pages, styles, omissions)
  tolerate(() => readXml(archive, 'content.xml', body))
  body.end()
  if (isText) for (const line of footers) pages.paragraph(line)
  const read = body.hasOwnPages ? pages.ownPages() : pages.pages()
  const hasText = read.some(({ passages }) => passages.length > 0)
  if (!hasText && problems.length > 0) throw new FormatError('damaged', problems.join('; '))
  omissions.add('pictures', archive.names.filter((name) => name.startsWith('Pictures/')).length)
  const title = readTitle(archive, 'meta.xml')
  return { ...(title ? { title } : {}), pages: read, omitted: omissions.list(), problems }
}

function refuseEncrypted(archive: Archive): void {
  let isEncrypted = false
  try {
    readXml(archive, 'META-INF/manifest.xml', {
      open: (name) => {
        if (name === 'encryption-data') isEncrypted = true
      },
    })
  } catch {
    // A damaged list of files says nothing; content.xml shows whether it can be read.
  }
  if (isEncrypted) throw new FormatError('encrypted', 'needs a password')
}

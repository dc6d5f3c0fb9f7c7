import PostalMime, { type Address } from 'postal-mime'
import { type AttachmentReader, mailPages } from './mail/put-mail.js'
import { FormatError, type ReadPages } from './read-pages.js'

/**
 * Reads a mail as mail programs save it (RFC 5322), with the attachments that `readAttachment` can read. Nothing of it is
 * loaded from elsewhere. Needs a `DOMParser`.
 */
export async function readEml(bytes: Uint8Array, readAttachment?: AttachmentReader): Promise<ReadPages> {
  const mail = await parse(bytes)
  if (mail.headers.length === 0) throw new FormatError('other-kind', 'no header of a mail')
  const attachments = mail.attachments
    // What the HTML shows in place, mostly logos.
    .filter(({ related, mimeType }) => !(related && mimeType.startsWith('image/')))
    .map(({ filename, mimeType, content }) => ({
      name: filename || mimeType,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    }))
  return await mailPages(
    {
      subject: mail.subject ?? '',
      from: mail.from ? addressesOf([mail.from]) : '',
      to: addressesOf(mail.to ?? []),
      cc: addressesOf(mail.cc ?? []),
      date: mail.date ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
      attachments,
    },
    readAttachment,
  )
}

async function parse(bytes: Uint8Array) {
  try {
    return await PostalMime.parse(bytes)
  } catch (error) {
    throw new FormatError('damaged', error instanceof Error ? error.message : 'no mail')
  }
}

function addressesOf(addresses: readonly Address[]): string {
  const texts = addresses.map((one) => {
    if (one.group) return `${one.name}: ${addressesOf(one.group)}`
    return one.name && one.address ? `${one.name} <${one.address}>` : one.name || one.address
  })
  return texts.filter(Boolean).join(', ')
}

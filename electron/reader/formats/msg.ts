import { decodeHtml } from './html/parse-html.js'
import { unpackRtf } from './mail/compressed-rtf.js'
import { Properties, property } from './mail/properties.js'
import { type AttachmentReader, type Mail, type MailAttachment, mailPages } from './mail/put-mail.js'
import type { ReadPage, ReadPages } from './read-pages.js'
import { readRtf } from './rtf.js'

const maxInnerMails = 10

/**
 * Reads a mail of Outlook (.msg), with the mails inside it and the attachments that `readAttachment` can read. Needs a
 * `DOMParser`. Format: MS-OXMSG.
 */
export async function readMsg(bytes: Uint8Array, readAttachment?: AttachmentReader): Promise<ReadPages> {
  return await readMail(Properties.open(bytes), readAttachment, 0)
}

async function readMail(
  properties: Properties,
  readAttachment: AttachmentReader | undefined,
  depth: number,
): Promise<ReadPages> {
  const attachments: MailAttachment[] = []
  const inner: ReadPage[] = []
  for (const attachment of properties.attachments()) {
    const mail = depth < maxInnerMails ? attachment.innerMail() : undefined
    if (mail) inner.push(...(await readMail(mail, readAttachment, depth + 1)).pages)
    else attachments.push(attachmentOf(attachment))
  }
  const pages = await mailPages(mailOf(properties, attachments), readAttachment)
  return { ...pages, pages: [...pages.pages, ...inner] }
}

function attachmentOf(properties: Properties): MailAttachment {
  const name =
    properties.text(property.attachmentLongName) ||
    properties.text(property.attachmentName) ||
    properties.text(property.displayName)
  return { name: name || 'attachment', bytes: properties.bytes(property.attachmentData) ?? new Uint8Array() }
}

function mailOf(properties: Properties, attachments: readonly MailAttachment[]): Mail {
  const text = properties.text(property.body)
  const html = htmlOf(properties)
  const name = properties.text(property.senderName)
  const address = properties.text(property.senderSmtpAddress) || properties.text(property.senderAddress)
  return {
    subject: properties.text(property.subject),
    from: address.includes('@') && address !== name ? `${name} <${address}>`.trim() : name,
    to: properties.text(property.displayTo),
    cc: properties.text(property.displayCc),
    date: properties.date(property.clientSubmitTime) || properties.date(property.deliveryTime),
    text,
    html,
    ...(text.trim() || html ? {} : { pages: rtfPages(properties) }),
    attachments,
  }
}

/** HTML is kept as bytes, or as text by some writers. */
function htmlOf(properties: Properties): string {
  const bytes = properties.bytes(property.html)
  if (!bytes || bytes.length === 0) return properties.text(property.html)
  try {
    return decodeHtml(bytes).text
  } catch {
    // What is no text is no body; the mail may have one in another form.
    return ''
  }
}

function rtfPages(properties: Properties): readonly ReadPage[] {
  const packed = properties.bytes(property.rtfCompressed)
  const pages = packed && packed.length > 0 ? readRtf(unpackRtf(packed)).pages : []
  return pages.filter(({ passages }) => passages.length > 0)
}

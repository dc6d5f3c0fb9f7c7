import { formatBytes } from '../../../../contract/format-bytes.js'
import { toParagraphs } from '../../passages.js'
import { putDom } from '../html/dom-blocks.js'
import { parseHtml } from '../html/parse-html.js'
import { Omissions, type ReadPage, type ReadPages } from '../read-pages.js'
import { PageBuilder } from '../shared/page-builder.js'

export interface Mail {
  readonly subject: string
  readonly from: string
  readonly to: string
  readonly cc: string
  readonly date: string
  readonly text: string
  readonly html: string
  /** Where a mail has neither text nor HTML of its own. */
  readonly pages?: readonly ReadPage[]
  readonly attachments: readonly MailAttachment[]
}

export interface MailAttachment {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Reads an attachment by its name; undefined for a kind that is not read. */
export type AttachmentReader = (attachment: MailAttachment) => Promise<ReadPages | undefined>

const maxAttachments = 100
/** Plain text that is much shorter than the HTML only says that there is HTML. */
const minTextShare = 0.6

/** Pages of a mail, then of each attachment that can be read, named after it. Other attachments are counted. */
export async function mailPages(mail: Mail, readAttachment?: AttachmentReader): Promise<ReadPages> {
  const pages = new PageBuilder()
  const omissions = new Omissions()
  pages.heading(1, mail.subject)
  const fields = [
    ['From', mail.from],
    ['To', mail.to],
    ['Cc', mail.cc],
    ['Date', mail.date],
  ].filter(([, value]) => value)
  pages.paragraph(fields.map(([name, value]) => `${name}: ${value}`).join('\n'))
  putBody(mail, pages, omissions)
  const names = mail.attachments.map(({ name, bytes }) => `${name} (${formatBytes(bytes.length)})`)
  if (names.length > 0) pages.paragraph(`Attachments: ${names.join(', ')}`)
  const attached: ReadPage[] = []
  const problems: string[] = []
  for (const [index, attachment] of mail.attachments.entries()) {
    const read = index < maxAttachments ? await tryRead(attachment, readAttachment, problems) : undefined
    if (!read) omissions.add('attachments')
    else attached.push(...read.pages.map((page) => ({ ...page, label: labelOf(attachment.name, page.label) })))
    for (const { what, count } of read?.omitted ?? []) omissions.add(what, count)
  }
  return {
    ...(mail.subject ? { title: mail.subject } : {}),
    pages: [...pages.pages(), ...(mail.pages ?? []), ...attached],
    omitted: omissions.list(),
    problems,
  }
}

function putBody({ text, html }: Mail, pages: PageBuilder, omissions: Omissions): void {
  if (!html) {
    for (const paragraph of toParagraphs(text, 'plain')) for (const passage of paragraph) pages.paragraph(passage)
    return
  }
  const { body } = parseHtml(html)
  if (text.trim() && text.length >= (body?.textContent ?? '').trim().length * minTextShare) {
    putBody({ text, html: '' } as Mail, pages, omissions)
  } else if (body) putDom(body, pages, omissions)
}

async function tryRead(
  attachment: MailAttachment,
  readAttachment: AttachmentReader | undefined,
  problems: string[],
): Promise<ReadPages | undefined> {
  try {
    return await readAttachment?.(attachment)
  } catch (error) {
    const reason = error instanceof Error ? ` (${error.message})` : ''
    problems.push(`The attachment ${attachment.name} cannot be read${reason}.`)
    return undefined
  }
}

const labelOf = (name: string, label: string | undefined) => (label ? `${name}: ${label}` : name).slice(0, 120)

import { decode } from '../../decode.js'

const voidNames = 'area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr'
const selfClosed = new RegExp(`<(?!(?:${voidNames})\\b)([a-z][\\w:-]*)((?:\\s[^<>]*)?)/>`, 'gi')
const declaration = /^\s*<\?xml[^>]{0,300}\?>/

/**
 * Parses HTML, and XHTML as HTML, because real books have entities and errors that XML refuses. In HTML `<title/>` would
 * swallow the rest of the page.
 */
export function parseHtml(text: string): Document {
  const head = text.slice(0, 1_000)
  const isXml = declaration.test(head) || head.includes('http://www.w3.org/1999/xhtml')
  const html = isXml ? text.replace(declaration, '').replace(selfClosed, '<$1$2></$1>') : text
  return new DOMParser().parseFromString(trusted(withBody(html)), 'text/html')
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string }
}

/** The only policy of the reader's window. What it lets through becomes a document that is never shown and runs nothing. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('inert-html', {
  createHTML: (html) => html,
})

const trusted = (html: string): string => policy?.createHTML(html) ?? html

/** A fragment has a body too. */
const withBody = (html: string) => (/<(?:html|body)[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`)

/** Decodes HTML by its byte order mark, its `meta` or its XML declaration, else as any text. */
export function decodeHtml(bytes: Uint8Array): { text: string; encoding: string } {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4_096))
  const isMarked = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0xef
  const name = /(?:charset\s*=\s*["']?|encoding\s*=\s*["'])([\w-]{1,40})/i.exec(head)?.[1]
  if (!isMarked && name && !/^utf-?(?:8|16)/i.test(name)) {
    try {
      const decoder = new TextDecoder(name)
      if (decoder.encoding !== 'windows-1252') return { text: decoder.decode(bytes), encoding: decoder.encoding }
    } catch {
      // An unknown name is no better than none.
    }
  }
  return decode(bytes)
}

import { FormatError, notVisible, notVisibleSentence, Omissions, type ReadPages } from './read-pages.js'
import { codePageOfCharset, decodeCodePage } from './rtf/code-pages.js'
import { type RtfToken, rtfTokens } from './rtf/tokens.js'
import { PageBuilder } from './shared/page-builder.js'

const maxDepth = 10_000
/** Groups that hold no text of the document. */
const skipped = new Set(
  `fonttbl colortbl stylesheet info pict object listtable listoverridetable rsidtbl generator themedata datastore
  colorschememapping latentstyles filetbl revtbl fldinst xmlnstbl mmathPr pgdsctbl wgrffmtfilter nonshppict shprslt
  bkmkstart bkmkend atrfstart atrfend atnid atnauthor atndate annotation pntxta pntxtb pnseclvl tc xe sp sn sv`.split(
    /\s+/,
  ),
)
/** Destinations with `\*` whose text counts. */
const kept = new Set(['shptxt', 'footnote', 'shpinst', 'pn', 'pntext', 'nesttableprops'])

const symbols: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  tab: ' ',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
}

/** Text beside the paragraph in which it stands. */
interface Aside {
  readonly kind: 'note' | 'header' | 'footer'
  readonly outer: string
  readonly depth: number
}

interface State {
  isSkipped: boolean
  isHidden: boolean
  isDeleted: boolean
  codePage: number
  unicodeSkip: number
  destination: string
}

/**
 * Reads RTF: page breaks make pages, tables and lists keep their form, characters are decoded by the code page of their
 * font. Headers and footers stand there once. Format: Microsoft's RTF 1.9.1.
 */
export function readRtf(bytes: Uint8Array): ReadPages {
  const rtf = new TextDecoder('latin1').decode(bytes)
  if (!/^\s*\{\\rtf/.test(rtf.slice(0, 100))) throw new FormatError('other-kind', 'no RTF')
  const reader = new RtfReader()
  for (const token of rtfTokens(isoBytes(rtf, bytes))) reader.take(token)
  return reader.result()
}

/** The label `latin1` means Windows-1252 to a decoder, whose other characters would be no bytes. */
function isoBytes(rtf: string, bytes: Uint8Array): string {
  if (!/[^\0-\xff]/.test(rtf)) return rtf
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += 8_192) {
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + 8_192)))
  }
  return pieces.join('')
}

class RtfReader {
  readonly #pages = new PageBuilder()
  readonly #omissions = new Omissions()
  readonly #states: State[] = []
  readonly #fontPages = new Map<number, number>()
  readonly #headings = new Map<number, number>()
  #state: State = {
    isSkipped: false,
    isHidden: false,
    isDeleted: false,
    codePage: 1252,
    unicodeSkip: 1,
    destination: '',
  }
  #defaultCodePage = 1252
  #text = ''
  #bytes: number[] = []
  #charactersToSkip = 0
  #isStar = false
  #level: number | undefined
  #marker = ''
  #isInTable = false
  #rows: string[][] = []
  #row: string[] = []
  #cell = ''
  #font = 0
  #style = { id: 0, name: '' }
  #title = ''
  #notes: string[] = []
  #hidden = ''
  #hiddenCount = 0
  #noteCount = 0
  #aside: Aside | undefined
  readonly #headers = new Set<string>()
  readonly #footers = new Set<string>()

  take(token: RtfToken): void {
    if (token.kind !== 'byte') this.#endBytes()
    // What stands in for a Unicode character is text, and ends with its group.
    if (token.kind !== 'byte' && token.kind !== 'text') this.#charactersToSkip = 0
    switch (token.kind) {
      case 'open':
        if (this.#states.length >= maxDepth) throw new FormatError('too-large', `nests deeper than ${maxDepth} groups`)
        this.#states.push({ ...this.#state })
        this.#isStar = false
        return
      case 'close':
        this.#close()
        return
      case 'byte':
        if (this.#charactersToSkip > 0) this.#charactersToSkip--
        else this.#bytes.push(token.value)
        return
      case 'text':
        this.#addText(token.text)
        return
      case 'symbol':
        this.#symbol(token.name)
        return
      case 'word':
        this.#word(token.name, token.value)
    }
  }

  result(): ReadPages {
    this.#endBytes()
    this.#endParagraph()
    this.#endTable()
    for (const footer of this.#footers) this.#pages.paragraph(footer)
    const problems = this.#hiddenCount > 0 ? [notVisibleSentence(this.#hiddenCount)] : []
    const title = this.#title.trim().slice(0, 300)
    return { ...(title ? { title } : {}), pages: this.#pages.pages(), omitted: this.#omissions.list(), problems }
  }

  #close(): void {
    const { destination, isSkipped } = this.#state
    this.#state = this.#states.pop() ?? this.#state
    if (destination === 'style' && this.#state.destination !== 'style') this.#endStyle()
    if (this.#aside && this.#states.length <= this.#aside.depth) this.#endAside(this.#aside)
    if (destination === 'annotation' && isSkipped && this.#state.destination !== 'annotation') {
      this.#omissions.add('comments')
    }
  }

  #addText(text: string): void {
    let rest = text
    if (this.#charactersToSkip > 0) {
      rest = text.slice(this.#charactersToSkip)
      this.#charactersToSkip = Math.max(0, this.#charactersToSkip - text.length)
    }
    // Bytes above 127 stand for themselves in some writers' files.
    this.#put(/[\x80-\xff]/.test(rest) ? this.#decode([...rest].map((one) => one.charCodeAt(0))) : rest)
  }

  #put(text: string): void {
    const { destination, isSkipped, isHidden, isDeleted } = this.#state
    if (destination === 'title') this.#title += text
    else if (destination === 'style') this.#style.name += text
    else if (destination === 'listtext' || destination === 'pntext') this.#marker += text
    else if (isSkipped || isDeleted) return
    else if (isHidden) this.#hidden += text
    else this.#text += text
  }

  #decode(bytes: readonly number[]): string {
    return decodeCodePage(bytes, this.#state.codePage)
  }

  #endBytes(): void {
    if (this.#bytes.length === 0) return
    this.#put(this.#decode(this.#bytes))
    this.#bytes = []
  }

  #symbol(name: string): void {
    if (name === '*') this.#isStar = true
    else if (name === '~') this.#put(' ')
    else if (name === '_') this.#put('-')
    else if (name === '\\' || name === '{' || name === '}') this.#addText(name)
    else if (name === '\n' || name === '\r') this.#word('par', undefined)
  }

  #word(name: string, value: number | undefined): void {
    const isStar = this.#isStar
    this.#isStar = false
    if (isStar && !kept.has(name)) this.#skip(name)
    else if (this.#destination(name, value)) return
    else if (name === 'u') {
      const code = ((value ?? 0) + 0x10000) % 0x10000
      this.#put(String.fromCharCode(code))
      this.#charactersToSkip = this.#state.unicodeSkip
    } else if (name === 'uc') this.#state.unicodeSkip = Math.min(Math.max(value ?? 1, 0), 100)
    else if (name === 'ansicpg') {
      this.#defaultCodePage = value || 1252
      this.#state.codePage = this.#defaultCodePage
    } else if (name === 'mac') this.#state.codePage = this.#defaultCodePage = 10000
    else if (name === 'f') {
      this.#font = value ?? 0
      this.#state.codePage = this.#fontPages.get(this.#font) ?? this.#defaultCodePage
    } else if (name === 'fcharset') {
      const codePage = codePageOfCharset(value ?? 0)
      if (codePage !== undefined) this.#fontPages.set(this.#font, codePage)
    } else if (!this.#state.isSkipped) this.#format(name, value)
  }

  /** Returns true when the word begins a destination. */
  #destination(name: string, value: number | undefined): boolean {
    const { destination } = this.#state
    if (destination === 'stylesheet' || destination === 'style') {
      if (name !== 's' && name !== 'cs' && name !== 'ds') return false
      Object.assign(this.#state, { destination: 'style' })
      this.#style = { id: name === 's' ? (value ?? 0) : -1, name: '' }
      return true
    }
    if (name === 'title' && destination === 'info') this.#state.destination = 'title'
    else if (asides[name] && !this.#state.isSkipped && !this.#aside) this.#openAside(asides[name])
    else if (name === 'listtext' || name === 'pntext') {
      this.#marker = ''
      this.#state.destination = name
    } else if (skipped.has(name)) this.#skip(name)
    else return false
    return true
  }

  #skip(name: string): void {
    if (name === 'pict' && !this.#state.isSkipped) this.#omissions.add('pictures')
    if (name === 'object') this.#omissions.add('embedded files')
    Object.assign(this.#state, { isSkipped: true, destination: name })
  }

  #format(name: string, value: number | undefined): void {
    switch (name) {
      case 'par':
      case 'sect':
        this.#endParagraph()
        return
      case 'page':
      case 'softpage':
        this.#endParagraph()
        if (name === 'page' || !this.#pages.isPageEmpty) this.#pages.breakPage()
        return
      case 'pard':
        this.#level = undefined
        this.#marker = ''
        this.#isInTable = false
        return
      case 's':
        this.#level = this.#headings.get(value ?? 0)
        return
      case 'outlinelevel':
        if (value !== undefined && value < 9) this.#level = value + 1
        return
      case 'plain':
        Object.assign(this.#state, { isHidden: false, isDeleted: false })
        return
      case 'v':
        this.#state.isHidden = value !== 0
        return
      case 'deleted':
        this.#state.isDeleted = value !== 0
        if (this.#state.isDeleted) this.#omissions.add('deleted passages')
        return
      case 'intbl':
        this.#isInTable = true
        return
      case 'cell':
      case 'nestcell':
        this.#row.push(`${this.#cell}${this.#text}`)
        this.#cell = ''
        this.#text = ''
        return
      case 'row':
        if (this.#row.length > 0) this.#rows.push(this.#row)
        this.#row = []
        return
      default:
        this.#put(symbols[name] ?? '')
    }
  }

  #endParagraph(): void {
    if (this.#aside) {
      this.#text += ' '
      return
    }
    if (this.#isInTable) {
      this.#cell += `${this.#text} `
      this.#text = ''
      return
    }
    this.#endTable()
    const text = this.#text
    this.#text = ''
    const marker = this.#marker.trim()
    if (this.#level !== undefined) this.#pages.heading(this.#level, `${marker} ${text}`)
    else if (marker) this.#pages.item(/^[\p{L}\p{N}(]/u.test(marker) ? marker : '-', 0, text)
    else this.#pages.paragraph(text)
    this.#marker = ''
    this.#putHidden()
    for (const note of this.#notes.splice(0)) this.#pages.paragraph(note)
  }

  #putHidden(): void {
    const hidden = this.#hidden.trim()
    this.#hidden = ''
    if (!hidden) return
    this.#hiddenCount++
    this.#pages.paragraph(notVisible(hidden))
  }

  #endTable(): void {
    if (this.#row.length > 0 || this.#cell.trim()) this.#rows.push([...this.#row, this.#cell])
    if (this.#rows.length > 0) this.#pages.table(this.#rows)
    this.#rows = []
    this.#row = []
    this.#cell = ''
  }

  #endStyle(): void {
    const level = /^(?:heading|überschrift|titre|título) ([1-9])/i.exec(this.#style.name.trim())?.[1]
    if (level && this.#style.id >= 0) this.#headings.set(this.#style.id, Number(level))
  }

  #openAside(kind: Aside['kind']): void {
    this.#aside = { kind, outer: this.#text, depth: this.#states.length - 1 }
    this.#text = ''
  }

  #endAside({ kind, outer }: Aside): void {
    const text = this.#text.trim()
    this.#aside = undefined
    this.#text = outer
    if (!text) return
    if (kind === 'footer') this.#footers.add(text)
    else if (kind === 'note') {
      this.#noteCount++
      this.#text += `[${this.#noteCount}]`
      this.#notes.push(`[${this.#noteCount}] ${text}`)
    } else if (!this.#headers.has(text)) {
      this.#headers.add(text)
      this.#pages.paragraph(text)
    }
  }
}

const asides: Readonly<Record<string, Aside['kind']>> = {
  footnote: 'note',
  header: 'header',
  headerl: 'header',
  headerr: 'header',
  headerf: 'header',
  footer: 'footer',
  footerl: 'footer',
  footerr: 'footer',
  footerf: 'footer',
}

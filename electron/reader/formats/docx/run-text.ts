import type { Attributes } from '../shared/xml.js'

/** Elements whose content is no text of the document, or a second form of text that stands elsewhere. */
const skipped = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'delInstrText', 'rt', 'sdtPr', 'pPrChange'])

/** In half points. */
const maxInvisibleSize = 2

/**
 * The text of runs in WordprocessingML, with DrawingML and Office Math among it. Deleted text is left out; `onDeleted` is
 * called once for each stretch of it. Text that nobody can see is kept apart.
 */
export class RunText {
  text = ''
  onDeleted: () => void = () => {}
  /** Of runs that are hidden, of no visible size, or white where the page is. */
  hiddenText = ''
  /** True where white text may stand on a dark ground. */
  isGroundUnknown = false
  #skipDepth = 0
  #isText = false
  #isRunProperties = false
  #isInRun = false
  #isHidden = false
  #isWhite = false
  #isShaded = false
  #isDeletion = false

  get isInRun(): boolean {
    return this.#isInRun
  }

  get isSkipping(): boolean {
    return this.#skipDepth > 0
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipDepth > 0 || skipped.has(name)) {
      // `del` in the properties of a paragraph mark or a row is empty.
      if (this.#skipDepth > 0 && (name === 't' || name === 'delText')) this.#countDeleted()
      this.#skipDepth++
      if (name === 'del' || name === 'moveFrom') this.#isDeletion = true
      return
    }
    switch (name) {
      case 'r':
        this.#isInRun = true
        this.#isHidden = false
        this.#isWhite = false
        this.#isShaded = false
        return
      case 'rPr':
        this.#isRunProperties = this.#isInRun
        return
      case 'vanish':
        if (this.#isRunProperties) this.#isHidden ||= !['0', 'false', 'off'].includes(attributes.val ?? '1')
        return
      case 'sz':
        if (this.#isRunProperties && Number(attributes.val) <= maxInvisibleSize) this.#isHidden = true
        return
      case 'color':
        if (this.#isRunProperties) this.#isWhite = attributes.val?.toUpperCase() === 'FFFFFF'
        return
      case 'shd':
      case 'highlight':
        this.#isShaded ||= this.#isRunProperties
        return
      case 't':
        this.#isText = true
        return
      case 'tab':
      case 'ptab':
        if (!this.#isRunProperties && this.#isInRun) this.text += ' '
        return
      case 'cr':
        this.text += '\n'
        return
      case 'br':
        if (attributes.type !== 'page') this.text += '\n'
        return
      case 'noBreakHyphen':
        this.text += '-'
        return
      case 'sym':
        this.text += symbol(attributes.char)
    }
  }

  close(name: string): void {
    if (this.#skipDepth > 0) {
      if (--this.#skipDepth === 0) this.#isDeletion = false
      return
    }
    if (name === 't') this.#isText = false
    else if (name === 'rPr') this.#isRunProperties = false
    else if (name === 'r') this.#isInRun = false
  }

  add(text: string): void {
    if (!this.#isText || this.#skipDepth > 0) return
    const isWhite = this.#isWhite && !this.#isShaded && !this.isGroundUnknown
    if (this.#isHidden || isWhite) this.hiddenText += text
    else this.text += text
  }

  take(): string {
    const { text } = this
    this.text = ''
    return text
  }

  #countDeleted(): void {
    if (!this.#isDeletion) return
    this.#isDeletion = false
    this.onDeleted()
  }
}

/** Symbol fonts use the private area, whose characters mean nothing without the font. */
function symbol(char = ''): string {
  const code = Number.parseInt(char, 16)
  return code >= 0x20 && code < 0xd800 ? String.fromCharCode(code) : ''
}

import type { Attributes } from '../shared/xml.js'

/** Elements whose content is no text of the document, or a second form of text that stands elsewhere. */
const skipped = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'delInstrText', 'rt', 'sdtPr', 'pPrChange'])

/**
 * The text of runs in WordprocessingML, with DrawingML and Office Math among it. Deleted and hidden text is left out;
 * `onDeleted` and `onHidden` are called once for each stretch of it.
 */
export class RunText {
  text = ''
  onDeleted: () => void = () => {}
  onHidden: () => void = () => {}
  #skipDepth = 0
  #isText = false
  #isRunProperties = false
  #isInRun = false
  #isHidden = false
  #isHiddenCounted = false
  #isDeletion = false

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
        return
      case 'rPr':
        this.#isRunProperties = this.#isInRun
        return
      case 'vanish':
        if (this.#isRunProperties) this.#isHidden = !['0', 'false', 'off'].includes(attributes.val ?? '1')
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
    if (!this.#isHidden) {
      this.text += text
      this.#isHiddenCounted = false
    } else if (!this.#isHiddenCounted && text.trim()) {
      this.#isHiddenCounted = true
      this.onHidden()
    }
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

import { type TokenPieces, TokenText } from '../tokenizer/token-text.js'
import type { ReplyChannel } from './chat-format.js'
import { reasoningEnd, reasoningStart, type TurnStyle } from './turn-style.js'

/** Gets what a parser reads: the start of a message, then its text. */
export interface TurnSink {
  onMessage(channel: ReplyChannel): void
  onText(text: string): void
}

/** Where a reply begins, and thus how its first text is read. `inside`: the message has begun already. */
export type TurnStart = 'answer' | 'reasoning' | 'inside-answer' | 'inside-reasoning'

const roles = ['assistant', 'user', 'system', 'tool', 'ipython']
const maxRoleLength = Math.max(...roles.map((role) => role.length)) + 2

/**
 * Reads a reply of a format of turns, token by token. Takes the end of a message, the header of another one and the
 * marks around reasoning out, with the line breaks that belong to them. Never throws, and loses nothing else, whatever the
 * ids are: a turn of another role, which the model made up, is shown as reasoning, and a header without a known role as
 * text.
 */
export class TurnParser {
  readonly #style: TurnStyle
  readonly #markers: ReadonlyMap<number, string>
  readonly #sink: TurnSink
  readonly #text: TokenText
  #channel: ReplyChannel
  #isOpen = false
  /** Whether a message has begun, or what its first text must lose; `header` and `between` expect no text of a message. */
  #state: 'text' | 'line-breaks' | 'space' | 'header' | 'between'
  #header = ''
  /** Line breaks at the end of reasoning belong to its mark if that follows. */
  #heldBreaks = ''
  #isMalformed = false
  #isUntouched = true

  /** @param markers the markers of the vocabulary by id */
  constructor(
    style: TurnStyle,
    markers: ReadonlyMap<number, string>,
    pieces: TokenPieces,
    sink: TurnSink,
    start: TurnStart = style.reasoning === 'always' ? 'reasoning' : 'answer',
  ) {
    this.#style = style
    this.#markers = markers
    this.#sink = sink
    this.#text = new TokenText(pieces)
    this.#channel = start.endsWith('reasoning') ? 'reasoning' : 'answer'
    this.#isOpen = start.startsWith('inside')
    if (this.#isOpen) this.#state = 'text'
    else if (style.beforeAnswer) this.#state = 'space'
    else this.#state = style.reasoning ? 'line-breaks' : 'text'
  }

  /** Where the next text belongs, or the last one did. */
  get channel(): ReplyChannel {
    return this.#channel
  }

  /** True between `<think>` and `</think>`. */
  get isReasoning(): boolean {
    return this.#channel === 'reasoning' && this.#state !== 'header' && this.#state !== 'between'
  }

  /** True until the first text or mark of a reply. */
  get isUntouched(): boolean {
    return this.#isUntouched
  }

  /** True if a mark came where the format has none. */
  get isMalformed(): boolean {
    return this.#isMalformed
  }

  push(id: number): void {
    const marker = this.#markers.get(id)
    if (marker === undefined) this.#read(this.#text.push(id))
    else {
      this.#read(this.#text.flush())
      this.#readMarker(marker)
    }
  }

  finish(): void {
    this.#read(this.#text.flush())
    if (this.#state === 'header' && !roles.some((role) => role.startsWith(this.#header.trim()))) this.#readHeader()
    this.#end()
  }

  #readMarker(marker: string): void {
    this.#isUntouched = false
    const { header, messageEnd, stops = [] } = this.#style
    if (this.#state === 'header') {
      this.#readHeader()
      if (marker === header?.end) return
    }
    switch (marker) {
      case reasoningStart:
        if (this.#channel === 'answer' && this.#isOpen) this.#isMalformed = true
        this.#begin('reasoning', 'line-breaks')
        return
      case reasoningEnd:
        if (this.#channel === 'answer') this.#isMalformed = true
        this.#heldBreaks = ''
        this.#begin('answer', 'line-breaks')
        return
      case header?.start:
        this.#end()
        this.#state = 'header'
        this.#header = ''
        return
      default:
        if (marker !== messageEnd && !stops.includes(marker)) this.#isMalformed = true
        this.#end()
        this.#state = 'between'
    }
  }

  #begin(channel: ReplyChannel, state: 'text' | 'line-breaks' | 'space'): void {
    this.#end()
    this.#channel = channel
    this.#state = state
  }

  #read(text: string): void {
    if (text === '') return
    switch (this.#state) {
      case 'header':
        this.#header += text
        if (this.#style.header?.end !== '\n') {
          if (this.#header.length > maxRoleLength) this.#readHeader()
        } else if (this.#header.includes('\n') || this.#header.length > maxRoleLength) this.#readHeader()
        return
      case 'between':
        // Another message without a header.
        if (text.trim() === '') return
        this.#isMalformed = true
        this.#begin('answer', 'text')
        this.#show(text.trimStart())
        return
      case 'line-breaks': {
        const rest = text.replace(/^\n+/, '')
        if (rest !== '') this.#state = 'text'
        this.#show(rest)
        return
      }
      case 'space':
        this.#state = 'text'
        this.#show(text.startsWith(' ') ? text.slice(1) : text)
        return
      case 'text':
        this.#show(text)
    }
  }

  /** Reads the role of a message, and the text after it. */
  #readHeader(): void {
    const header = this.#header
    this.#header = ''
    const isLine = this.#style.header?.end === '\n'
    const end = isLine && header.includes('\n') ? header.indexOf('\n') : header.length
    const role = header.slice(0, end).trim()
    const isRole = roles.includes(role)
    if (!isRole && role !== '') this.#isMalformed = true
    this.#begin(isRole && role !== 'assistant' ? 'reasoning' : 'answer', isLine ? 'text' : 'line-breaks')
    this.#read(isRole ? header.slice(end + (isLine ? 1 : 0)) : header)
  }

  #show(text: string): void {
    if (text === '') return
    this.#isUntouched = false
    if (!this.#isOpen) this.#sink.onMessage(this.#channel)
    this.#isOpen = true
    const whole = this.#heldBreaks + text
    this.#heldBreaks = ''
    const held = this.#channel === 'reasoning' ? (/(?<!\n)\n+$/.exec(whole)?.[0].length ?? 0) : 0
    this.#heldBreaks = held === 0 ? '' : whole.slice(-held)
    const shown = whole.slice(0, whole.length - held)
    if (shown !== '') this.#sink.onText(shown)
  }

  #end(): void {
    this.#heldBreaks = ''
    this.#isOpen = false
  }
}

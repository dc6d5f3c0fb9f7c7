import { type TokenPieces, TokenText } from '../tokenizer/token-text.js'
import {
  type HarmonyHeader,
  type HeaderEnd,
  type HeaderReading,
  type HeaderText,
  readHeader,
  roleText,
} from './header.js'
import {
  findStrayText,
  hasWord,
  isCutHeader,
  isWording,
  parseRole,
  readContentType,
  splitRole,
} from './header-words.js'
import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from './markers.js'
import type { HarmonyRemark } from './remarks.js'

/** Receives the parsed messages in order: for each its header, its text in pieces, and its end. */
export interface HarmonySink {
  onMessage(header: HarmonyHeader): void
  onText(text: string): void
  onEnd(): void
  onRemark?(remark: HarmonyRemark): void
}

/** Longer than any valid header; a longer text is not a header. */
const maxHeaderTokens = 64
/** A role is one token; a longer text without a recipient is an answer without a header. */
const maxRoleTokens = 16

const defaultHeader: HarmonyHeader = { role: 'assistant', channel: 'final' }

/**
 * Parses the model's output after `<|start|>assistant`, token by token. Only structural ids are markers; text that
 * spells a marker stays text. It never throws and never loses text of a body, whatever the ids are.
 *
 * Three states: `idle` between messages, `header` until `<|message|>`, `body` until a marker ends it. If a header ends
 * without `<|message|>`, its text without the header words is the body. Slips in a header are left out, unless the
 * reply would be empty.
 */
export class HarmonyParser {
  readonly #markers: ReadonlyMap<number, HarmonyMarker>
  readonly #pieces: TokenPieces
  readonly #text: TokenText
  readonly #sink: HarmonySink
  #state: 'idle' | 'header' | 'body' = 'header'
  #header: HeaderText = { opening: 'prompt', parts: [{ kind: 'role', text: '' }] }
  #headerTokens = 0
  #hasVisibleText = false
  #slips = ''
  /** The index of the current token. */
  #at = -1

  constructor(ids: HarmonyIds, pieces: TokenPieces, sink: HarmonySink) {
    this.#markers = new Map(harmonyMarkers.map((marker) => [ids[marker], marker]))
    this.#pieces = pieces
    this.#text = new TokenText(pieces)
    this.#sink = sink
  }

  push(id: number): void {
    this.#at++
    const marker = this.#markers.get(id)
    if (marker === undefined) {
      const text = this.#text.push(id)
      if (text !== '') this.#addText(text)
      else if (this.#pieces.of(id).bytes.length === 0) this.#remark({ kind: 'skipped-id', at: this.#at, id })
      return
    }
    this.#addText(this.#text.flush())
    this.#handleMarker(marker)
  }

  /** Call it at the end of the stream. */
  finish(): void {
    this.#at++
    this.#addText(this.#text.flush())
    if (this.#state === 'body') this.#remark({ kind: 'cut-off', at: this.#at })
    this.#close('cut')
    const slips = this.#slips.trim()
    if (!this.#hasVisibleText && slips !== '') this.#emitMessage(defaultHeader, slips)
  }

  #handleMarker(marker: HarmonyMarker): void {
    switch (marker) {
      case '<|start|>':
        if (this.#state === 'body') this.#remark({ kind: 'no-end', at: this.#at })
        else if (this.#state === 'header' && this.#isBlank) this.#remarkStray(marker)
        this.#close()
        this.#openHeader('marker')
        return
      case '<|channel|>':
        if (this.#state === 'body') {
          this.#remark({ kind: 'no-end', at: this.#at })
          this.#close()
        }
        this.#beginPart('channel')
        return
      case '<|constrain|>':
        if (this.#state === 'body') this.#remarkStray(marker)
        else this.#beginPart('type')
        return
      case '<|message|>':
        if (this.#state === 'body') this.#remarkStray(marker)
        else {
          this.#endRole()
          this.#beginBody(this.#readHeader('message'))
        }
        return
      case '<|end|>':
      case '<|return|>':
      case '<|call|>':
        if (this.#state === 'idle') this.#remarkStray(marker)
        this.#close(marker === '<|call|>' ? 'call' : 'other')
        return
      default:
        marker satisfies never
    }
  }

  /** Handles the end of the role before a header marker. Between messages, the marker opens a header. */
  #endRole(): void {
    if (this.#state === 'idle') this.#openHeader('none')
    const { opening, parts } = this.#header
    const [role] = parts
    if (!role || parts.length > 1) return
    const split = splitRole(role.text)
    if (split) {
      role.text = split.role
      parts.push({ kind: 'channel', text: split.channel })
      return
    }
    // Text between an end marker or `<|start|>` and the first header marker was a separate message.
    const stray = findStrayText(opening, role.text)
    if (stray === '') return
    this.#remark({ kind: 'no-message', at: this.#at })
    this.#emitMessage(defaultHeader, stray)
    role.text = ''
  }

  #beginPart(kind: 'channel' | 'type'): void {
    this.#endRole()
    const { parts } = this.#header
    if (parts.some((part) => part.kind === kind)) {
      if (kind === 'channel') this.#remark({ kind: 'repeated-channel', at: this.#at })
      else this.#remarkStray('<|constrain|>')
    }
    // Repeated markers without text between them must not make the header grow.
    if (parts.length > 1 && parts.at(-1)?.text.trim() === '') parts.pop()
    parts.push({ kind, text: '' })
  }

  #addText(text: string): void {
    if (text === '') return
    if (this.#state === 'body') {
      this.#emit(text)
      return
    }
    if (this.#state === 'idle') this.#openHeader('text')
    const part = this.#header.parts.at(-1)
    if (part) part.text += text
    this.#headerTokens++
    if (this.#headerTokens < maxRoleTokens) return
    if (this.#headerTokens < maxHeaderTokens && this.#canContinue) return
    const reading = this.#readHeader('other')
    this.#remark({ kind: 'no-message', at: this.#at })
    this.#beginBody(reading)
    this.#emit(reading.body)
  }

  /** True if a longer text can still belong to the header. */
  get #canContinue(): boolean {
    const { opening, parts } = this.#header
    const role = roleText(this.#header)
    if (parts.length > 1 || isCutHeader(opening, role)) return true
    return parseRole(opening, role)?.recipient !== undefined || splitRole(role) !== undefined
  }

  /** True if the header has no text and no part yet. */
  get #isBlank(): boolean {
    return this.#header.parts.length === 1 && roleText(this.#header).trim() === ''
  }

  #openHeader(opening: HeaderText['opening']): void {
    this.#state = 'header'
    this.#header = { opening, parts: [{ kind: 'role', text: '' }] }
    this.#headerTokens = 0
  }

  #readHeader(end: HeaderEnd): HeaderReading {
    const reading = readHeader(this.#header, end, this.#at)
    for (const slip of reading.slips) this.#addSlip(slip)
    return reading
  }

  #beginBody({ header, remarks }: HeaderReading): void {
    for (const remark of remarks) this.#remark(remark)
    this.#state = 'body'
    this.#sink.onMessage(header)
  }

  #close(end: HeaderEnd = 'other'): void {
    if (this.#state === 'body') this.#sink.onEnd()
    if (this.#state === 'header' && !this.#isBlank) this.#closeHeader(end)
    this.#state = 'idle'
  }

  /** Closes a header without `<|message|>`: it contains the body, a call without arguments, or nothing. */
  #closeHeader(end: HeaderEnd): void {
    const reading = this.#readHeader(end)
    const { body, header, remarks } = reading
    const isCut = end === 'cut'
    const isBody = isCut && this.#header.parts.length > 1 ? isWording(body) : hasWord(body)
    const isMessage = isBody || (!isCut && header.recipient !== undefined)
    this.#remark({ kind: isCut && !isMessage ? 'cut-off' : 'no-message', at: this.#at })
    if (!isMessage) {
      const { contentType = '' } = header
      for (const remark of remarks) if (remark.kind === 'other-role') this.#remark(remark)
      this.#addSlip(readContentType(contentType).rest + body)
      return
    }
    this.#beginBody(reading)
    this.#emit(body)
    this.#sink.onEnd()
  }

  #addSlip(text: string): void {
    this.#slips += text
    if (text.trim() !== '') this.#remark({ kind: 'text-in-header', at: this.#at, text: text.trim() })
  }

  #remarkStray(marker: HarmonyMarker): void {
    this.#remark({ kind: 'stray-marker', at: this.#at, marker })
  }

  #remark(remark: HarmonyRemark): void {
    this.#sink.onRemark?.(remark)
  }

  #emitMessage(header: HarmonyHeader, text: string): void {
    this.#sink.onMessage(header)
    this.#emit(text)
    this.#sink.onEnd()
  }

  #emit(text: string): void {
    if (text === '') return
    this.#hasVisibleText ||= text.trim() !== ''
    this.#sink.onText(text)
  }
}

import { type TokenPieces, TokenText } from '../tokenizer/token-text.js'
import {
  type HarmonyHeader,
  type HeaderEnd,
  type HeaderReading,
  type HeaderText,
  readHeader,
  roleText,
} from './header.js'
import { hasWord, isWording, readContentType, roleForm, splitRole, strayText } from './header-words.js'
import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from './markers.js'
import type { HarmonyNote } from './remarks.js'

/** What the parser finds: messages one after another, each a header, its text in pieces, and its end. */
export interface HarmonySink {
  onMessage(header: HarmonyHeader): void
  onText(text: string): void
  onEnd(): void
  onNote?(note: HarmonyNote): void
}

/** Longer than any header of the format; what goes on beyond is no header. */
const headerTokens = 64
/** A role is one token; more words than this, without a recipient, are an answer without any header. */
const roleTokens = 16

const synthetic: HarmonyHeader = { role: 'assistant', channel: 'final' }

/**
 * Reads what the model produced after `<|start|>assistant`, token by token. Only the structural ids mean anything:
 * text that spells a marker is text. It never throws, and no text of a body is lost, whatever the ids are.
 *
 * Three states: `idle` between messages, `header` until `<|message|>`, `body` until a marker ends it. A header that
 * ends without `<|message|>` gives what it holds beside its words as the body. Slips that stand in a header are left
 * out, unless nothing else would be seen of the reply.
 */
export class HarmonyParser {
  readonly #markers: ReadonlyMap<number, HarmonyMarker>
  readonly #pieces: TokenPieces
  readonly #text: TokenText
  readonly #sink: HarmonySink
  #state: 'idle' | 'header' | 'body' = 'header'
  #header: HeaderText = { opening: 'prompt', parts: [{ kind: 'role', text: '' }] }
  #headerTokens = 0
  #isAnythingSeen = false
  #slips = ''
  /** The place of the token that is being read. */
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
      if (text !== '') this.#take(text)
      else if (this.#pieces.of(id).bytes.length === 0) this.#note({ kind: 'skipped-id', at: this.#at, id })
      return
    }
    this.#take(this.#text.flush())
    this.#turn(marker)
  }

  /** The stream is over. */
  finish(): void {
    this.#at++
    this.#take(this.#text.flush())
    if (this.#state === 'body') this.#note({ kind: 'cut-off', at: this.#at })
    this.#close('cut')
    const slips = this.#slips.trim()
    if (!this.#isAnythingSeen && slips !== '') this.#whole(synthetic, slips)
  }

  #turn(marker: HarmonyMarker): void {
    switch (marker) {
      case '<|start|>':
        if (this.#state === 'body') this.#note({ kind: 'no-end', at: this.#at })
        else if (this.#state === 'header' && this.#isBlank) this.#stray(marker)
        this.#close()
        this.#open('marker')
        return
      case '<|channel|>':
        if (this.#state === 'body') {
          this.#note({ kind: 'no-end', at: this.#at })
          this.#close()
        }
        this.#beginPart('channel')
        return
      case '<|constrain|>':
        if (this.#state === 'body') this.#stray(marker)
        else this.#beginPart('type')
        return
      case '<|message|>':
        if (this.#state === 'body') this.#stray(marker)
        else {
          this.#endRole()
          this.#begin(this.#read('message'))
        }
        return
      case '<|end|>':
      case '<|return|>':
      case '<|call|>':
        if (this.#state === 'idle') this.#stray(marker)
        this.#close(marker === '<|call|>' ? 'call' : 'other')
        return
      default:
        marker satisfies never
    }
  }

  /** A marker of a header came: between messages it begins one. */
  #endRole(): void {
    if (this.#state === 'idle') this.#open('none')
    const { opening, parts } = this.#header
    const [role] = parts
    if (!role || parts.length > 1) return
    const split = splitRole(role.text)
    if (split) {
      role.text = split.role
      parts.push({ kind: 'channel', text: split.channel })
      return
    }
    // Text between an end, or a `<|start|>`, and the markers of a header was a message of its own.
    const stray = strayText(opening, role.text)
    if (stray === '') return
    this.#note({ kind: 'no-message', at: this.#at })
    this.#whole(synthetic, stray)
    role.text = ''
  }

  #beginPart(kind: 'channel' | 'type'): void {
    this.#endRole()
    const { parts } = this.#header
    if (parts.some((part) => part.kind === kind)) {
      if (kind === 'channel') this.#note({ kind: 'repeated-channel', at: this.#at })
      else this.#stray('<|constrain|>')
    }
    // Markers without a text between them make no header longer.
    if (parts.length > 1 && parts.at(-1)?.text.trim() === '') parts.pop()
    parts.push({ kind, text: '' })
  }

  #take(text: string): void {
    if (text === '') return
    if (this.#state === 'body') {
      this.#emit(text)
      return
    }
    if (this.#state === 'idle') this.#open('text')
    const part = this.#header.parts.at(-1)
    if (part) part.text += text
    this.#headerTokens++
    if (this.#headerTokens < roleTokens) return
    if (this.#headerTokens < headerTokens && this.#mayGoOn) return
    const reading = this.#read('other')
    this.#note({ kind: 'no-message', at: this.#at })
    this.#begin(reading)
    this.#emit(reading.body)
  }

  /** More than some words may belong to the header. */
  get #mayGoOn(): boolean {
    const { opening, parts } = this.#header
    const role = roleText(this.#header)
    return parts.length > 1 || roleForm(opening, role)?.recipient !== undefined || splitRole(role) !== undefined
  }

  /** Nothing has come of the header yet. */
  get #isBlank(): boolean {
    return this.#header.parts.length === 1 && roleText(this.#header).trim() === ''
  }

  #open(opening: HeaderText['opening']): void {
    this.#state = 'header'
    this.#header = { opening, parts: [{ kind: 'role', text: '' }] }
    this.#headerTokens = 0
  }

  #read(end: HeaderEnd): HeaderReading {
    const reading = readHeader(this.#header, end, this.#at)
    for (const slip of reading.slips) this.#slip(slip)
    return reading
  }

  #begin({ header, notes }: HeaderReading): void {
    for (const note of notes) this.#note(note)
    this.#state = 'body'
    this.#sink.onMessage(header)
  }

  #close(end: HeaderEnd = 'other'): void {
    if (this.#state === 'body') this.#sink.onEnd()
    if (this.#state === 'header' && !this.#isBlank) this.#closeHeader(end)
    this.#state = 'idle'
  }

  /** No `<|message|>` came: the header holds the body, a call without arguments, or nothing. */
  #closeHeader(end: HeaderEnd): void {
    const reading = this.#read(end)
    const { body, header, notes } = reading
    const isCut = end === 'cut'
    const isBody = isCut && this.#header.parts.length > 1 ? isWording(body) : hasWord(body)
    const isMessage = isBody || (!isCut && header.recipient !== undefined)
    this.#note({ kind: isCut && !isMessage ? 'cut-off' : 'no-message', at: this.#at })
    if (!isMessage) {
      const { contentType = '' } = header
      for (const note of notes) if (note.kind === 'other-role') this.#note(note)
      this.#slip(readContentType(contentType).rest + body)
      return
    }
    this.#begin(reading)
    this.#emit(body)
    this.#sink.onEnd()
  }

  #slip(text: string): void {
    this.#slips += text
    if (text.trim() !== '') this.#note({ kind: 'text-in-header', at: this.#at, text: text.trim() })
  }

  #stray(marker: HarmonyMarker): void {
    this.#note({ kind: 'stray-marker', at: this.#at, marker })
  }

  #note(note: HarmonyNote): void {
    this.#sink.onNote?.(note)
  }

  #whole(header: HarmonyHeader, text: string): void {
    this.#sink.onMessage(header)
    this.#emit(text)
    this.#sink.onEnd()
  }

  #emit(text: string): void {
    if (text === '') return
    this.#isAnythingSeen ||= text.trim() !== ''
    this.#sink.onText(text)
  }
}

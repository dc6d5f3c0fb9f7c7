import { type TokenPieces, TokenText } from '../token-text.js'
import {
  besideChannel,
  besideContentType,
  besideRole,
  type HarmonyHeader,
  type HeaderText,
  hasWord,
  headerNotes,
  isBlank,
  isWording,
  moveChannelOutOfRole,
  readHeader,
  recipientPart,
  slipsOf,
  strayText,
} from './header.js'
import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from './markers.js'
import type { HarmonyNote } from './notes.js'

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
  #header: HeaderText = { opening: 'prompt', role: '', channels: [], contentType: undefined }
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
    this.#close(true)
    const slips = this.#slips.trim()
    if (!this.#isAnythingSeen && slips !== '') this.#whole(synthetic, slips)
  }

  #turn(marker: HarmonyMarker): void {
    switch (marker) {
      case '<|start|>':
        if (this.#state === 'body') this.#note({ kind: 'no-end', at: this.#at })
        else if (this.#state === 'header' && isBlank(this.#header)) this.#stray(marker)
        this.#close()
        this.#open('marker')
        return
      case '<|channel|>':
        if (this.#state === 'body') {
          this.#note({ kind: 'no-end', at: this.#at })
          this.#close()
        }
        this.#beginHeader()
        if (this.#header.channels.length > 0) this.#note({ kind: 'repeated-channel', at: this.#at })
        this.#header.channels.push('')
        return
      case '<|constrain|>':
        if (this.#state !== 'header' || this.#header.contentType !== undefined) this.#stray(marker)
        else this.#header.contentType = ''
        return
      case '<|message|>':
        if (this.#state === 'body') {
          this.#stray(marker)
          return
        }
        moveChannelOutOfRole(this.#header)
        this.#beginHeader()
        this.#begin()
        return
      case '<|end|>':
      case '<|return|>':
      case '<|call|>':
        if (this.#state === 'idle') this.#stray(marker)
        this.#close()
        return
      default:
        marker satisfies never
    }
  }

  /** A marker of a header came: between messages it begins one. */
  #beginHeader(): void {
    this.#setStrayTextApart()
    if (this.#state === 'idle') this.#open('none')
  }

  #take(text: string): void {
    if (text === '') return
    if (this.#state === 'body') {
      this.#emit(text)
      return
    }
    if (this.#state === 'idle') this.#open('text')
    const header = this.#header
    if (header.contentType !== undefined) header.contentType += text
    else if (header.channels.length > 0) header.channels.push((header.channels.pop() ?? '') + text)
    else header.role += text
    this.#headerTokens++
    const isRoleOnly = header.channels.length === 0 && header.contentType === undefined
    if (this.#headerTokens < (isRoleOnly && !header.role.includes('to=') ? roleTokens : headerTokens)) return
    const rest = this.#bodyWithinHeader()
    this.#note({ kind: 'no-message', at: this.#at })
    this.#begin(true)
    this.#emit(rest)
  }

  #open(opening: HeaderText['opening']): void {
    this.#state = 'header'
    this.#header = { opening, role: '', channels: [], contentType: undefined }
    this.#headerTokens = 0
  }

  #begin(isBodyWithin = false): void {
    if (!isBodyWithin) this.#keepSlips(this.#header.channels.length)
    this.#state = 'body'
    this.#sink.onMessage(this.#readHeader())
  }

  /** @param isCut the stream ended here: what looks like the beginning of a header's word may have been one */
  #close(isCut = false): void {
    if (this.#state === 'body') this.#sink.onEnd()
    if (this.#state === 'header' && !isBlank(this.#header)) {
      const rest = this.#bodyWithinHeader()
      const isBody = isCut && this.#header.channels.length > 0 ? isWording(rest) : hasWord(rest)
      this.#note({ kind: isCut && !isBody ? 'cut-off' : 'no-message', at: this.#at })
      if (isBody) this.#whole(this.#readHeader(), rest)
      else this.#slip(rest)
    }
    this.#state = 'idle'
  }

  /** Text between an end, or a `<|start|>`, and the markers of a header was a message of its own. */
  #setStrayTextApart(): void {
    if (this.#state !== 'header' || this.#header.channels.length > 0 || this.#header.contentType !== undefined) return
    const stray = strayText(this.#header)
    if (stray === '') return
    this.#note({ kind: 'no-message', at: this.#at })
    this.#whole(synthetic, stray)
    this.#header.role = recipientPart(this.#header)
  }

  /** What a header without `<|message|>` leaves for the body: the rest of its last part. */
  #bodyWithinHeader(): string {
    const { channels, contentType } = this.#header
    const afterContentType = besideContentType(contentType ?? '')
    if (afterContentType !== '') {
      this.#keepSlips(channels.length)
      return afterContentType
    }
    this.#keepSlips(channels.length - 1)
    return channels.length > 0 ? besideChannel(channels.at(-1) ?? '') : besideRole(this.#header)
  }

  /** Keeps what stands beside the words of the header's role and of its first `count` channels. */
  #keepSlips(count: number): void {
    if (count < 0) return
    for (const slip of slipsOf(this.#header, count)) this.#slip(slip)
  }

  #slip(text: string): void {
    this.#slips += text
    if (text.trim() !== '') this.#note({ kind: 'text-in-header', at: this.#at, text: text.trim() })
  }

  #readHeader(): HarmonyHeader {
    for (const note of headerNotes(this.#header, this.#at)) this.#note(note)
    return readHeader(this.#header)
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

import { type TokenPieces, TokenText } from '../token-text.js'
import { besideChannel, besideRole, type HarmonyHeader, type HeaderText, isWording, readHeader } from './header.js'
import { type HarmonyIds, type HarmonyMarker, harmonyMarkers } from './markers.js'

/** What the parser finds: messages one after another, each a header, its text in pieces, and its end. */
export interface HarmonySink {
  onMessage(header: HarmonyHeader): void
  onText(text: string): void
  onEnd(): void
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
  readonly #text: TokenText
  readonly #sink: HarmonySink
  #state: 'idle' | 'header' | 'body' = 'header'
  #header: HeaderText = { opening: 'prompt', role: '', channels: [], contentType: undefined }
  #headerTokens = 0
  #isAnythingSeen = false
  #slips = ''

  constructor(ids: HarmonyIds, pieces: TokenPieces, sink: HarmonySink) {
    this.#markers = new Map(harmonyMarkers.map((marker) => [ids[marker], marker]))
    this.#text = new TokenText(pieces)
    this.#sink = sink
  }

  push(id: number): void {
    const marker = this.#markers.get(id)
    this.#take(marker === undefined ? this.#text.push(id) : this.#text.flush())
    if (marker !== undefined) this.#turn(marker)
  }

  /** The stream is over. */
  finish(): void {
    this.#take(this.#text.flush())
    this.#close()
    const slips = this.#slips.trim()
    if (!this.#isAnythingSeen && slips !== '') this.#whole(synthetic, slips)
  }

  #turn(marker: HarmonyMarker): void {
    switch (marker) {
      case '<|start|>':
        this.#close()
        this.#open('marker')
        return
      case '<|channel|>':
        if (this.#state === 'body') this.#close()
        this.#setStrayTextApart()
        if (this.#state === 'idle') this.#open('marker')
        this.#header.channels.push('')
        return
      case '<|constrain|>':
        if (this.#state === 'header') this.#header.contentType ??= ''
        return
      case '<|message|>':
        if (this.#state === 'body') return
        this.#setStrayTextApart()
        if (this.#state === 'idle') this.#open('marker')
        this.#begin()
        return
      case '<|end|>':
      case '<|return|>':
      case '<|call|>':
        this.#close()
        return
      default:
        marker satisfies never
    }
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
    this.#sink.onMessage(readHeader(this.#header))
  }

  #close(): void {
    if (this.#state === 'body') this.#sink.onEnd()
    if (this.#state === 'header') {
      const rest = this.#bodyWithinHeader()
      if (isWording(rest)) this.#whole(readHeader(this.#header), rest)
      else this.#slips += rest
    }
    this.#state = 'idle'
  }

  /** Text between an end and a header that no `<|start|>` began was a message of its own. */
  #setStrayTextApart(): void {
    if (this.#state !== 'header' || this.#header.opening !== 'text' || this.#header.channels.length > 0) return
    const stray = besideRole(this.#header)
    if (!isWording(stray)) return
    this.#whole(synthetic, stray)
    this.#open('marker')
  }

  /** What a header without `<|message|>` leaves for the body: the rest of its last part. */
  #bodyWithinHeader(): string {
    const { channels, contentType } = this.#header
    const afterContentType = contentType?.replace(/^\s*\w*\s*/, '') ?? ''
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
    this.#slips += besideRole(this.#header)
    for (const channel of this.#header.channels.slice(0, count)) this.#slips += besideChannel(channel)
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

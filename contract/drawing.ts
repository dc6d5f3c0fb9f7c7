import type { ReadFailure } from './reader.js'

/** A page that is shown: its picture, and its text where it stands. Lengths are CSS pixels, from the top left. */
export interface DrawnPage {
  readonly width: number
  readonly height: number
  /** A PNG file; it has fewer pixels than asked for when the page is very large. */
  readonly png: Uint8Array
  /** In the order of reading. */
  readonly items: readonly DrawnText[]
}

export interface DrawnText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The next item stands on another line. */
  readonly endsLine: boolean
}

export interface DrawOptions {
  /** CSS pixels per point of a PDF, or per pixel of a picture. */
  readonly scale: number
  /** Pixels of the PNG per CSS pixel. */
  readonly pixelRatio: number
  /** Recognizes the text of a page that has none, which takes seconds. */
  readonly isTextRecognized: boolean
}

/** Main sends it to a reader window with an open document, one at a time; see electron/reader/drawing. */
export interface DrawRequest extends DrawOptions {
  readonly type: 'draw'
  /** From 1. */
  readonly page: number
}

/** What the window sends: `opened` or `failed` after the document, then one of the others for each request. */
export type DrawerMessage =
  | { readonly type: 'piece'; readonly from: number; readonly to: number }
  | { readonly type: 'opened'; readonly pageCount: number }
  | { readonly type: 'failed'; readonly code: ReadFailure | 'unknown' }
  | { readonly type: 'drawn'; readonly page: DrawnPage }
  | { readonly type: 'undrawn' }

/** Of one picture: 64 MB of canvas. */
export const maxDrawnPixels = 16_000_000
export const maxDrawnItems = 50_000
export const maxDrawnTextLength = 4_000

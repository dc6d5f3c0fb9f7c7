import type { DocumentKind } from './documents.js'
import type { ReadFailure } from './reader.js'

/** Whether pages of this kind are drawn; the others are shown as their text. */
export const isDrawnKind = (kind: DocumentKind): boolean => kind === 'pdf' || kind === 'image'

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

/** `scale`: CSS pixels per point of a PDF, or per pixel of a picture. `width`: of the page, in CSS pixels. */
type DrawSize = { readonly scale: number } | { readonly width: number }

export type DrawOptions = DrawSize & {
  /** Pixels of the PNG per CSS pixel. */
  readonly pixelRatio: number
  /** Recognizes the text of a page that has none, which takes seconds. */
  readonly isTextRecognized: boolean
}

/** Main sends it to a reader window with an open document, one at a time; see electron/reader/drawing. */
export type DrawRequest = DrawOptions & {
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

/** A page that is narrower than this allows is drawn narrower than asked for. */
export const maxDrawnScale = 8
export const maxDrawnPixelRatio = 4
/** In CSS pixels. */
export const maxDrawnWidth = 10_000
/** Of one picture: 64 MB of canvas. */
export const maxDrawnPixels = 16_000_000
export const maxDrawnItems = 50_000
export const maxDrawnTextLength = 4_000

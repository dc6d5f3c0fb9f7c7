import { useEffect, useState } from 'react'
import { type DrawnPage, type DrawnText, maxDrawnPixelRatio } from '../../../contract/drawing.js'
import { AppError } from '../../../contract/errors.js'
import { drawPage } from '../../stores/document-pages.js'

/** The picture of a page. */
export interface Drawing {
  readonly page: number
  readonly bitmap: ImageBitmap
  /** CSS pixels, at the width that was asked for; a page may be drawn narrower. */
  readonly width: number
  readonly height: number
  readonly askedWidth: number
}

/** The text of a page, where it stands on a page of this size. */
export interface DrawnLetters {
  readonly page: number
  readonly width: number
  readonly height: number
  readonly items: readonly DrawnText[]
}

interface DrawnState {
  readonly drawing?: Drawing
  readonly letters?: DrawnLetters
  readonly error?: { readonly page: number; readonly message: string }
  /** The page whose picture has been read for its letters. */
  readonly recognized?: number | undefined
}

interface DrawingOptions {
  readonly documentId: string
  readonly page: number
  /** In CSS pixels; 0 while it is unknown. */
  readonly width: number
  readonly pixelRatio: number
  /** The page has text that was recognized in its picture. */
  readonly isScan: boolean
}

/** Of the drawing that only recognizes text: it is not shown. */
const recognition = { width: 600, pixelRatio: 0.1, isTextRecognized: true }

/**
 * Draws a page, and again when its width changes; the old drawing stays until the new one is there. The letters of a scan
 * come seconds later.
 */
export function useDrawing({ documentId, page, width, pixelRatio, isScan }: DrawingOptions) {
  const [state, setState] = useState<DrawnState>({})
  useEffect(() => {
    if (width === 0) return
    return whileWanted(
      async (isWanted) => {
        const ratio = Math.min(pixelRatio, maxDrawnPixelRatio)
        const drawn = await drawPage(documentId, page, { width, pixelRatio: ratio, isTextRecognized: false })
        const bitmap = await bitmapOf(drawn)
        if (!isWanted()) return bitmap.close()
        const drawing = { page, bitmap, width: drawn.width, height: drawn.height, askedWidth: width }
        setState(({ letters, recognized }) => ({
          drawing,
          letters: letters?.page === page ? letters : lettersOf(page, drawn),
          recognized,
        }))
      },
      setFailure(page, setState),
    )
  }, [documentId, page, width, pixelRatio])
  const letters = state.letters?.page === page ? state.letters : undefined
  const needsText = isScan && letters?.items.length === 0 && state.recognized !== page
  useEffect(() => {
    if (!needsText) return
    return whileWanted(
      async (isWanted) => {
        const read = lettersOf(page, await drawPage(documentId, page, recognition))
        if (isWanted()) setState((known) => ({ ...known, letters: read, recognized: page }))
      },
      // The page is there, only without letters.
      () => setState((known) => ({ ...known, recognized: page })),
    )
  }, [documentId, page, needsText])
  return {
    /** Of this page or, until it is drawn, of the one before. */
    drawing: state.drawing,
    letters,
    error: state.error?.page === page ? state.error.message : undefined,
    isReadingPicture: needsText,
  }
}

function whileWanted(work: (isWanted: () => boolean) => Promise<void>, onError: (error: Error) => void): () => void {
  let wanted = true
  work(() => wanted).catch((error: unknown) => {
    if (wanted) onError(error instanceof Error ? error : new Error(String(error)))
  })
  return () => {
    wanted = false
  }
}

const setFailure = (page: number, setState: (change: (known: DrawnState) => DrawnState) => void) => (error: Error) => {
  if (error instanceof AppError && error.code === 'interrupted') return
  setState(() => ({ error: { page, message: error.message } }))
}

const lettersOf = (page: number, { width, height, items }: DrawnPage): DrawnLetters => ({ page, width, height, items })

/** Decodes outside of the window's thread. Main has checked that the PNG is nothing but a bitmap. */
const bitmapOf = ({ png }: DrawnPage) => createImageBitmap(new Blob([png.slice()], { type: 'image/png' }))

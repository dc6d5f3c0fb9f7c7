import {
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
// Without a worker script: pdf.js finds this module and runs on the page's own thread, of which the window has no other use.
// A worker would need an origin that can load scripts, and Trusted Types a policy.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import { maxPieceBytes } from '../../../contract/reader.js'
import { ReadError } from '../decode.js'
import type { GivenFile } from '../read-document.js'

const chunkBytes = 64 * 1024
/** pdf.js keeps every byte that it has seen, the pictures of each page among them. */
const maxHeldBytes = 64 * 1024 * 1024

/** A picture of 118 KB took 1.3 GB without this limit, and 190 MB with it. */
const canvasMaxAreaInBytes = 80_000_000

interface OpenPdf {
  readonly pdf: PDFDocumentProxy
  /** The same document; a large file is opened again when pdf.js holds too much of it. The one before must not be used then. */
  light(): Promise<PDFDocumentProxy>
}

/** Throws `ReadError`. */
export async function openPdf(file: GivenFile): Promise<OpenPdf> {
  if (file.bytes) {
    const pdf = await load({ data: file.bytes }, file)
    return { pdf, light: async () => pdf }
  }
  let pieces = new Pieces(file)
  let pdf = await load({ range: pieces, rangeChunkSize: chunkBytes }, file)
  return {
    pdf,
    async light() {
      if (pieces.heldBytes <= maxHeldBytes) return pdf
      await pdf.loadingTask.destroy()
      pieces = new Pieces(file)
      pdf = await load({ range: pieces, rangeChunkSize: chunkBytes }, file)
      return pdf
    },
  }
}

/** Gives pdf.js the parts of a large file that it asks for. */
class Pieces extends PDFDataRangeTransport {
  heldBytes = 0
  readonly #file: GivenFile

  constructor(file: GivenFile) {
    super(file.size, null)
    this.#file = file
  }

  override async requestDataRange(begin: number, end: number): Promise<void> {
    this.heldBytes += end - begin
    const whole = new Uint8Array(end - begin)
    for (let from = begin; from < end; from += maxPieceBytes)
      whole.set(await this.#file.piece(from, Math.min(from + maxPieceBytes, end)), from - begin)
    this.onDataRange(begin, whole)
  }
}

type PdfSource =
  | { readonly data: Uint8Array }
  | { readonly range: PDFDataRangeTransport; readonly rangeChunkSize: number }

async function load(source: PdfSource, { password }: Pick<GivenFile, 'password'>): Promise<PDFDocumentProxy> {
  const assets = (folder: string) => new URL(`./pdfjs/${folder}/`, document.baseURI).href
  try {
    return await getDocument({
      ...source,
      password,
      disableStream: true,
      disableAutoFetch: true,
      cMapUrl: assets('cmaps'),
      standardFontDataUrl: assets('standard_fonts'),
      useWorkerFetch: true,
      wasmUrl: assets('wasm'),
      iccUrl: assets('iccs'),
      useSystemFonts: false,
      canvasMaxAreaInBytes,
      disableFontFace: true,
      disableWorkerRendering: true,
      enableXfa: true,
      verbosity: VerbosityLevel.ERRORS,
    }).promise
  } catch (error) {
    const isEncrypted = error instanceof Error && error.name === 'PasswordException'
    if (!isEncrypted) throw new ReadError('document-unreadable')
    throw new ReadError(password === undefined ? 'document-encrypted' : 'document-password')
  }
}

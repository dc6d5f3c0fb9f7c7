import type { FileHandle } from 'node:fs/promises'
import type { DocumentKind } from '../../../contract/documents.js'

/** A document's file, of which a large one is never in memory as a whole. Offsets are bytes; `to` is not included. */
export interface DocumentSource {
  readonly kind: DocumentKind
  readonly size: number
  /** Opens an encrypted PDF. */
  readonly password?: string
  piece(from: number, to: number): Promise<Uint8Array>
}

export const sourceOfBytes = (kind: DocumentKind, bytes: Uint8Array): DocumentSource => ({
  kind,
  size: bytes.byteLength,
  piece: async (from, to) => bytes.slice(from, to),
})

export const sourceOfFile = (kind: DocumentKind, file: FileHandle, size: number): DocumentSource => ({
  kind,
  size,
  async piece(from, to) {
    const bytes = new Uint8Array(to - from)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytes.subarray(0, bytesRead)
  },
})

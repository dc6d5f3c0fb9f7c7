import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../../contract/errors.js'

/** In characters; what is written at once. */
const pieceLength = 1_000_000

/**
 * Writes a large file piece by piece; other work is done in between. Replaces `file` when everything is written. Throws
 * `disk-full`, `refused`.
 */
export async function writePieces(file: string, texts: Iterable<string | Uint8Array>): Promise<void> {
  const temporary = `${file}.new`
  try {
    const descriptor = openSync(temporary, 'w', 0o600)
    try {
      for (const piece of inPieces(texts)) {
        writeFileSync(descriptor, piece)
        await setImmediate()
      }
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw toWriteError(error)
  }
}

function* inPieces(texts: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  let piece = ''
  for (const text of texts) {
    if (typeof text !== 'string') {
      yield text
      continue
    }
    piece += text
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  yield piece
}

/** A sentence for the user about a file that could not be written. */
function toWriteError(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (cause instanceof AppError || !/^E[A-Z]+$/.test(code)) return cause
  return code === 'ENOSPC'
    ? new AppError('disk-full', 'There is no space left on the disk. Free some space and export again.', { cause })
    : new AppError('refused', 'The file could not be written there. Choose another folder.', { cause })
}

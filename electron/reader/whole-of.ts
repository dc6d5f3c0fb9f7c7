import { maxPieceBytes } from '../../contract/reader.js'
import type { GivenFile } from './read-document.js'

/** All bytes of a file, of which main sends a large one piece by piece. */
export async function wholeOf({
  bytes,
  size,
  piece,
}: Pick<GivenFile, 'bytes' | 'size' | 'piece'>): Promise<Uint8Array> {
  if (bytes) return bytes
  const whole = new Uint8Array(size)
  for (let from = 0; from < size; from += maxPieceBytes)
    whole.set(await piece(from, Math.min(from + maxPieceBytes, size)), from)
  return whole
}

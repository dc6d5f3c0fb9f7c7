const linesPerChunk = 40

/** Splits `text` after every 40 lines. All chunks but the last stay the same while the text grows. */
export function lineChunks(text: string): readonly string[] {
  const chunks: string[] = []
  let start = 0
  let lines = 0
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    lines++
    if (lines % linesPerChunk !== 0) continue
    chunks.push(text.slice(start, end + 1))
    start = end + 1
  }
  if (start < text.length || chunks.length === 0) chunks.push(text.slice(start))
  return chunks
}

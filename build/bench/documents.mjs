/** `npm run -s bench -- documents`: reads Debian's own manuals and compares the words with poppler's pdftotext. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { runDocuments } from '../documents.mjs'
import { has, SetupError } from '../setup/run.mjs'
import { wordOverlap } from './documents/word-overlap.mjs'

const packages = 'poppler-utils poppler-data developers-reference developers-reference-ja debian-policy'
const manuals = [
  '/usr/share/developers-reference/developers-reference.pdf',
  '/usr/share/developers-reference/ja/developers-reference.pdf',
  '/usr/share/doc/debian-policy/policy.pdf.gz',
  '/usr/share/doc/debian-policy/fhs/fhs-3.0.pdf.gz',
]

/**
 * @returns {Promise<{ pdf: { file: string, pages: number, wordF1: number, pagesPerSecond: number, peakBytes: number }[] }>}
 *   `wordF1` counts each word as often as it occurs
 */
export async function documents() {
  const missing = manuals.filter((file) => !existsSync(file))
  if (missing.length > 0 || !has('pdftotext', ['-v'])) throw new SetupError(`Install the packages ${packages}.`)
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const files = manuals.map((file, index) => copyOf(file, join(folder, String(index))))
    const { output } = await runDocuments(['read', ...files])
    return { pdf: JSON.parse(output).files.map((entry, index) => figuresOf(entry, manuals[index])) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function copyOf(file, target) {
  const bytes = readFileSync(file)
  writeFileSync(`${target}.pdf`, file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
  return `${target}.pdf`
}

function figuresOf({ file, pages, seconds, peakBytes, error }, manual) {
  if (error) throw new SetupError(`${manual}: ${error.message}`)
  const reference = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' })
  const text = pages.map((page) => page.text).join('\n')
  return {
    file: basename(manual),
    pages: pages.length,
    wordF1: Number(wordOverlap(text, reference).toFixed(4)),
    pagesPerSecond: Math.round(pages.length / seconds),
    peakBytes,
  }
}

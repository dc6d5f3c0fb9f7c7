/**
 * `npm run -s bench -- documents`: reads Debian's own manuals, and scans of their pages, and compares the words with
 * poppler's pdftotext; the same for a text that LibreOffice has written in each of its kinds.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { runDocuments } from '../documents.mjs'
import { has, SetupError } from '../setup/run.mjs'
import { officeFiles, officeSource } from './documents/office.mjs'
import { wordOverlap } from './documents/word-overlap.mjs'

const packages =
  'poppler-utils poppler-data developers-reference developers-reference-ja debian-policy libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui'
const manuals = [
  '/usr/share/developers-reference/developers-reference.pdf',
  '/usr/share/developers-reference/ja/developers-reference.pdf',
  '/usr/share/doc/debian-policy/policy.pdf.gz',
  '/usr/share/doc/debian-policy/fhs/fhs-3.0.pdf.gz',
]

const scanDpi = 170
/** Prose, lists, tables and programs: a page of each manual in Latin letters. */
const scannedPages = [
  { manual: 0, page: 20 },
  { manual: 0, page: 40 },
  { manual: 2, page: 30 },
  { manual: 2, page: 60 },
  { manual: 3, page: 10 },
  { manual: 3, page: 25 },
]

/**
 * @typedef {{ pages: number, wordF1: number, pagesPerSecond: number, peakBytes: number }} Figures `wordF1` counts each
 *   word as often as it occurs
 * @returns {Promise<{ pdf: (Figures & { file: string })[], scans: Figures, office: (Figures & { kind: string })[] }>}
 */
export async function documents() {
  const missing = [...manuals, officeSource].filter((file) => !existsSync(file))
  if (missing.length > 0 || !has('pdftotext', ['-v']) || !has('soffice', ['--version']))
    throw new SetupError(`Install the packages ${packages}.`)
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const files = manuals.map((file, index) => copyOf(file, join(folder, String(index))))
    const scans = scannedPages.map(({ manual, page }) =>
      scanOf(files[manual], page, join(folder, `scan-${manual}-${page}`)),
    )
    const office = officeFiles(folder)
    const all = [...files, ...scans.map(({ file }) => file), ...office.map(({ file }) => file)]
    const { output } = await runDocuments(['read', ...all])
    const read = JSON.parse(output).files
    const afterScans = files.length + scans.length
    return {
      pdf: files.map((file, index) => ({
        file: basename(manuals[index]),
        ...figuresOf([read[index]], [textOf(file)]),
      })),
      scans: figuresOf(
        read.slice(files.length, afterScans),
        scans.map(({ text }) => text),
      ),
      office: office.map(({ kind, reference }, index) => ({
        kind,
        ...figuresOf([read[afterScans + index]], [reference]),
      })),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function copyOf(file, target) {
  const bytes = readFileSync(file)
  writeFileSync(`${target}.pdf`, file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
  return `${target}.pdf`
}

/** Draws one page as a scanner would. */
function scanOf(manual, page, target) {
  const range = ['-f', String(page), '-l', String(page)]
  execFileSync('pdftoppm', [...range, '-r', String(scanDpi), '-gray', '-png', '-singlefile', manual, target])
  return { file: `${target}.png`, text: textOf(manual, range) }
}

const textOf = (file, options = []) =>
  execFileSync('pdftotext', [...options, file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' })

function figuresOf(entries, references) {
  for (const { file, error } of entries) if (error) throw new SetupError(`${basename(file)}: ${error.message}`)
  const pages = entries.flatMap((entry) => entry.pages)
  const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0)
  return {
    pages: pages.length,
    wordF1: Number(wordOverlap(pages.map(({ text }) => text).join('\n'), references.join('\n')).toFixed(4)),
    pagesPerSecond: Number((pages.length / seconds).toPrecision(3)),
    peakBytes: Math.max(...entries.map(({ peakBytes }) => peakBytes)),
  }
}

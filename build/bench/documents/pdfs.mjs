import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { withDisplay } from '../../display.mjs'
import { launchInfo } from '../../launch.mjs'
import { root } from '../../setup/places.mjs'
import { SetupError } from '../../setup/run.mjs'

/** Manuals of Debian packages. */
export const manuals = [
  '/usr/share/developers-reference/developers-reference.pdf',
  '/usr/share/developers-reference/ja/developers-reference.pdf',
  '/usr/share/doc/debian-policy/policy.pdf.gz',
  '/usr/share/doc/debian-policy/fhs/fhs-3.0.pdf.gz',
]

/** Read too where their packages are installed: other programs made them. */
const others = [
  '/usr/share/doc/valgrind/valgrind_manual.pdf.gz',
  '/usr/share/doc/nettle-dev/nettle.pdf.gz',
  '/usr/share/doc/libtasn1-doc/libtasn1.pdf',
  '/usr/share/doc/bzip2/manual.pdf.gz',
  '/usr/share/doc/shared-mime-info/shared-mime-info-spec.pdf',
].filter((path) => existsSync(path))

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

/** Copies the PDFs to a folder, unpacked. Returns each with its text as pdftotext has it. */
export function pdfFiles(folder) {
  return [...manuals, ...others].map((path, index) => {
    const file = join(folder, `${index}.pdf`)
    const bytes = readFileSync(path)
    writeFileSync(file, path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    return { name: path, file, reference: textOf(file) }
  })
}

/** Draws pages of the manuals as a scanner would. */
export function scanFiles(pdfs, folder) {
  return scannedPages.map(({ manual, page }) => {
    const target = join(folder, `scan-${manual}-${page}`)
    const range = ['-f', String(page), '-l', String(page)]
    const options = ['-r', String(scanDpi), '-gray', '-png', '-singlefile']
    execFileSync('pdftoppm', [...range, ...options, pdfs[manual].file, target])
    return { file: `${target}.png`, reference: textOf(pdfs[manual].file, range) }
  })
}

/**
 * Takes the text of PDFs with pdf.js alone, each in a window of its own.
 * @param {readonly string[]} files
 * @returns {Promise<readonly { pages: number, seconds: number }[]>} from the time that pdf.js begins to load
 */
export async function readWithPdfjs(files) {
  const { executable, args, env } = await launchInfo()
  const shell = [...args.filter((argument) => argument !== root), join(import.meta.dirname, 'pdfjs-shell')]
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  const print = () =>
    execFileSync(executable, [...shell, '--', ...files], { ...options, env: { ...process.env, ...env } })
  try {
    return JSON.parse(await withDisplay(async () => print()))
  } catch (error) {
    throw new SetupError(`pdf.js could not be measured.\n${error.message.slice(-2_000)}`)
  }
}

const textOf = (file, options = []) =>
  execFileSync('pdftotext', [...options, file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' })

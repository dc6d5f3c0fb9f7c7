/**
 * `npm run -s bench -- documents [--model DIR] [FILE…]`: what is read of real documents, at which speed, and what summaries
 * keep of it. PDFs and scans are compared with poppler's pdftotext, office files with LibreOffice, other kinds with their
 * own text nodes. The summaries are of the files, by default of three texts of Debian's.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildScript } from '../bundle.mjs'
import { runDocuments } from '../documents.mjs'
import { out } from '../setup/places.mjs'
import { has, SetupError, say } from '../setup/run.mjs'
import { officeFiles, officeSource } from './documents/office.mjs'
import { otherFiles, otherSources } from './documents/other-kinds.mjs'
import { manuals, pdfFiles, readWithPdfjs, scanFiles } from './documents/pdfs.mjs'
import { givenDocuments, measureSummaries } from './documents/summaries.mjs'
import { wordOverlap } from './documents/word-overlap.mjs'

const packages =
  'poppler-utils poppler-data developers-reference developers-reference-ja debian-policy libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui'
const usage = 'Usage: npm run bench -- documents [--model DIR] [FILE…]'

/** Other programs take turns with both readers, so that the best of a few rounds is compared. */
const speedRounds = 3
/** In tokens: of the stand-in for a model that repeats every planted fact. */
const standInContext = 8_000

/**
 * @typedef {{ pages: number, wordF1: number, pagesPerSecond: number, peakBytes: number }} Figures `wordF1` counts each
 *   word as often as it occurs
 */

/** Throws SetupError when the command line is wrong, or a package is missing. */
export async function documents(args) {
  const { model, files } = parseOptions(args)
  const missing = [...manuals, officeSource, ...otherSources, ...files].filter((file) => !existsSync(file))
  if (missing.length > 0 || !has('pdftotext', ['-v']) || !has('soffice', ['--version']))
    throw new SetupError(`Install the packages ${packages}. Missing: ${missing.join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const reading = await measureReading(folder)
    return {
      ...reading,
      plantedFacts: await measureRecall(),
      summaries: await measureSummaries(files, model),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function parseOptions(args) {
  try {
    const { values, positionals } = parseArgs({ args, options: { model: { type: 'string' } }, allowPositionals: true })
    // npm runs scripts in the folder of the package.
    const fromCaller = (path) => resolve(process.env.INIT_CWD ?? '', path)
    const files = positionals.length === 0 ? givenDocuments : positionals.map(fromCaller)
    return { model: values.model && fromCaller(values.model), files }
  } catch (error) {
    throw new SetupError(`${error.message.split('\n')[0]} ${usage}`)
  }
}

async function measureReading(folder) {
  const pdfs = pdfFiles(folder)
  say('Reading PDFs …')
  const speed = await compareSpeed(pdfs.map(({ file }) => file))
  say('Reading scans and other kinds …')
  const scans = scanFiles(pdfs, folder)
  const office = officeFiles(folder)
  const others = otherFiles(folder)
  const read = await readAll([...scans, ...office, ...others])
  const scanFigures = figuresOf(read.slice(0, scans.length), scans)
  const kinds = [...office, ...others].map((given, index) => ({
    kind: given.kind,
    ...figuresOf([read[scans.length + index]], [given]),
  }))
  const pdf = pdfs.map((given, index) => ({
    file: basename(given.name),
    ...figuresOf([speed.entries[index]], [given]),
    pdfjsPagesPerSecond: speed.alone[index],
  }))
  const peaks = [scanFigures, ...pdf, ...kinds].map(({ peakBytes }) => peakBytes)
  return { pdf, speedOfPdfjs: speed.ratio, scans: scanFigures, kinds, peakBytes: Math.max(...peaks) }
}

/** Reads PDFs with Parley and with pdf.js alone, in turns. `ratio` is Parley's speed, over all pages, to that of pdf.js. */
async function compareSpeed(files) {
  const rounds = []
  for (let round = 0; round < speedRounds; round++)
    rounds.push({ own: await readAll(files.map((file) => ({ file }))), alone: await readWithPdfjs(files) })
  const bestOf = (name, index) =>
    rounds.map((round) => round[name][index]).reduce((best, each) => (each.seconds < best.seconds ? each : best))
  const entries = files.map((_, index) => bestOf('own', index))
  const alone = files.map((_, index) => bestOf('alone', index))
  const sum = (list) => list.reduce((all, { seconds }) => all + seconds, 0)
  return {
    entries,
    alone: alone.map(({ pages, seconds }) => rounded(pages / seconds)),
    ratio: Number((sum(alone) / sum(entries)).toFixed(3)),
  }
}

async function readAll(given) {
  const { output } = await runDocuments(['read', ...given.map(({ file }) => file)])
  const { files } = JSON.parse(output)
  for (const { file, error } of files) if (error) throw new SetupError(`${basename(file)}: ${error.message}`)
  return files
}

/** @returns {Figures} */
function figuresOf(entries, given) {
  const pages = entries.flatMap((entry) => entry.pages)
  const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0)
  const [text, reference] = [pages.map((page) => page.text), given.map((each) => each.reference)]
  return {
    pages: pages.length,
    wordF1: Number(wordOverlap(text.join('\n'), reference.join('\n')).toFixed(4)),
    pagesPerSecond: rounded(pages.length / seconds),
    peakBytes: Math.max(...entries.map(({ peakBytes }) => peakBytes)),
  }
}

const rounded = (number) => Number(number.toPrecision(3))

/** Of facts planted over 300 pages: what the steps of a summary keep when the model repeats each one that it sees. */
async function measureRecall() {
  say('Summarising planted facts …')
  const program = join(out, 'bench', 'planted-recall.cjs')
  await buildScript('electron/main/testing/planted-recall.ts', program)
  const { plantedRecall } = createRequire(import.meta.url)(program)
  const { notes, summary } = await plantedRecall('page', standInContext)
  return {
    notesRecallPerTenth: notes,
    pageRecallPerTenth: summary,
    leastToMost: Math.min(...summary) / Math.max(...summary),
  }
}

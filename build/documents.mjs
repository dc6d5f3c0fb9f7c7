/** `npm run -s documents -- COMMAND …`: works on documents as the app does, and prints one JSON document. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { root } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

/** What electron/main/tools/documents/summarise.ts begins each line of its progress with. */
const progressMark = 'documents: '

/**
 * Runs a command in the app's own reader and engine; electron/main/tools/documents.ts has the commands.
 *
 *     read FILE… [--ocr LANG] [--password WORD]
 *                  { files: [{ file, kind, title, pages: [{ number, label, text, status }], hidden, omitted, problems,
 *                  seconds, peakBytes }] }, in order; a refused file is { file, error: { code, message } }
 *     draw FILE PAGE… [--scale N]
 *                  { pageCount, pages: [{ number, png, width, height, items: [{ text, x, y, width, height }] }] }, PNG in
 *                  Base64
 *     summarise FILE [--model DIR] [--form FORM]
 *                  { summary, points: [{ text, page, isQuote, support, unfound }], account: { pages, read, empty, failed,
 *                  withoutNote, parts, notes, notesUsed, supported, toCheck }, stats }: `summary` is Markdown, `read` a
 *                  number, `empty`, `failed` and `withoutNote` list page numbers; a form with headings, dates or
 *                  questions has them as `heading` of its points. Progress goes to stderr
 *     ask FILE QUESTION [--model DIR]
 *                  { answer, links: [{ page, quote, verified }], account: { pages, lookedAt } }: a link for each passage
 *                  that the model saw, cited ones first
 *
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, output: string }>} the output is JSON: a result with the code 0, or
 *   `{ error: { code, message } }` with the code 1
 */
export async function runDocuments(args) {
  const { executable, args: flags, env } = await launchInfo()
  const home = mkdtempSync(join(tmpdir(), 'parley-documents-'))
  const shell = [...flags.filter((argument) => argument !== root), join(root, 'build', 'documents-shell')]
  try {
    return await withDisplay(() => run(executable, [...shell, '--', ...args], { ...env, PARLEY_HOME: home }))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function run(program, args, env) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = []
  const errors = []
  child.stdout.on('data', (data) => printed.push(data))
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line)
    // Only progress: Chromium says much more.
    if (line.startsWith(progressMark)) process.stderr.write(`${line}\n`)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const output = Buffer.concat(printed).toString()
      if (output !== '' && (code === 0 || code === 1)) resolve({ code, output })
      else
        reject(new SetupError(`The reader stopped (${signal ?? `code ${code}`}).\n${errors.join('\n').slice(-2_000)}`))
    })
  })
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const { code, output } = await runDocuments(process.argv.slice(2))
    process.stdout.write(output)
    return code
  })
}

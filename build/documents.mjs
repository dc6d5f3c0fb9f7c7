/** `npm run -s documents -- read FILE…`: reads documents as the app does, and prints one JSON document. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { root } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

const usage = 'npm run -s documents -- read FILE…   prints the text, page by page'

/**
 * Reads `files` in the app's own reader, in order.
 * @param {readonly string[]} files
 * @returns {Promise<string>} `{ files: [{ file, kind, title, pages: [{ number, label, text, status }], hidden, omitted,
 *   problems, seconds, peakBytes }] }` as JSON; a refused file is `{ file, error: { code, message } }`
 */
export async function readFiles(files) {
  const { executable, args, env } = await launchInfo()
  const home = mkdtempSync(join(tmpdir(), 'parley-documents-'))
  const shell = [...args.filter((argument) => argument !== root), join(root, 'build', 'documents-shell')]
  try {
    return await withDisplay(() =>
      output(executable, [...shell, '--', ...files], { ...process.env, ...env, PARLEY_HOME: home }),
    )
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function output(program, args, env) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = []
  const errors = []
  child.stdout.on('data', (data) => printed.push(data))
  child.stderr.on('data', (data) => errors.push(data))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(printed).toString())
      else reject(new SetupError(`The reader stopped.\n${Buffer.concat(errors).toString().slice(-2_000)}`))
    })
  })
}

function filesOf(args) {
  try {
    const [command, ...files] = parseArgs({ args, allowPositionals: true }).positionals
    if (command === 'read' && files.length > 0) return files
  } catch (error) {
    throw new SetupError(`${error.message}\n${usage}`)
  }
  throw new SetupError(usage)
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    process.stdout.write(await readFiles(filesOf(process.argv.slice(2))))
  })
}

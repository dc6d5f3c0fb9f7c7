import { readFile } from 'node:fs/promises'
import { AppError } from '../../../contract/errors.js'
import { encodeSegments, promptText } from '../chat-format/segment.js'
import { isArray, isObject, type Json, readJson } from '../harmony/json.js'
import { type HarmonyIds, harmonyIds } from '../harmony/markers.js'
import { readConversation } from '../harmony/read-conversation.js'
import { readStream } from '../harmony/read-stream.js'
import { renderForCompletion } from '../harmony/render.js'
import { o200kHarmony } from '../tokenizer/rank-file.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { asksForHelp, UsageError } from './cli-arguments.js'
import { type HarmonyCommand, parseHarmonyCommand, usage } from './harmony-arguments.js'
import { readInput } from './input-file.js'

/**
 * Harmony as a command, without a model: prints one JSON document on stdout, or one line on stderr with the exit code
 * 1, or 2 if the command line is invalid. `PARLEY_RANK_FILE` names the file of o200k_base's ranks.
 */
async function main(args: readonly string[]): Promise<void> {
  if (asksForHelp(args)) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const command = parseHarmonyCommand(args)
  const text = await readInput(command.file)
  const tokenizer = await openTokenizer(command)
  const ids = harmonyIds((marker) => tokenizer.specialId(marker))
  const result =
    command.name === 'render'
      ? await processAll(
          parseInput(command.file, () => readJson(text)),
          jsonBatchOf,
          (input) => render(input, tokenizer, ids),
        )
      : await processAll(
          parseInput(command.file, () => readIds(text)),
          batchOf,
          (input) => parse(input, tokenizer, ids),
        )
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

/** Processes the input, or each input of a batch. In a batch, an error becomes the result of its input. */
async function processAll<T>(
  input: T,
  batchOf: (input: T) => readonly T[] | undefined,
  process: (input: T) => unknown,
): Promise<unknown> {
  const batch = batchOf(input)
  if (batch === undefined) return process(input)
  const results: unknown[] = []
  for (const each of batch) {
    try {
      results.push(await process(each))
    } catch (error) {
      results.push({ error: lineOf(error) })
    }
  }
  return { batch: results }
}

async function render(input: Json, tokenizer: Tokenizer, ids: HarmonyIds) {
  const segments = renderForCompletion(readConversation(input))
  const tokens = await encodeSegments(segments, ids, (text) => tokenizer.encode(text))
  return { tokens, text: promptText(segments) }
}

function parse(input: unknown, tokenizer: Tokenizer, ids: HarmonyIds) {
  if (!Array.isArray(input)) throw new AppError('refused', 'The input is not an array of token ids.')
  return readStream(input, ids, tokenizer.pieces)
}

function jsonBatchOf(input: Json): readonly Json[] | undefined {
  const batch = isObject(input) ? input.get('batch') : undefined
  return isArray(batch) ? batch : undefined
}

function batchOf(input: unknown): readonly unknown[] | undefined {
  const batch = typeof input === 'object' && input !== null && 'batch' in input ? input.batch : undefined
  return Array.isArray(batch) ? batch : undefined
}

/** Accepts any value as an id, including the `NaN` and `Infinity` that Python writes. */
function readIds(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const known = text.replace(/(?<![\w"])(?:NaN|-?Infinity)(?![\w"])/g, 'null')
    if (known === text) throw error
    return JSON.parse(known)
  }
}

function parseInput<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new AppError('refused', `The file ${path} is not valid JSON: ${lineOf(cause)}`, { cause })
  }
}

async function openTokenizer({ model }: HarmonyCommand): Promise<Tokenizer> {
  if (model !== undefined) return Tokenizer.open(model)
  const path = process.env.PARLEY_RANK_FILE
  if (!path) throw new AppError('engine-failed', 'PARLEY_RANK_FILE does not name the vocabulary.')
  return new Tokenizer(o200kHarmony(await readFile(path)))
}

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replaceAll(/\s*\n\s*/g, ' ')
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`harmony: ${lineOf(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})

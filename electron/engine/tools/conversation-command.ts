import { AppError } from '../../../contract/errors.js'
import { isArray, isObject, type Json, readJson } from '../harmony/json.js'
import { asksForHelp, UsageError } from './cli-arguments.js'
import { type ConversationCommand, parseConversationCommand } from './conversation-arguments.js'
import { readInput } from './input-file.js'

/** What a command does with one conversation, and with the ids of one reply. */
export interface ConversationTools {
  readonly render: (input: Json) => unknown
  readonly parse: (stream: readonly unknown[]) => unknown
}

/**
 * Runs a command on its file: prints one JSON document on stdout, or one line on stderr with the exit code 1, or 2 if the
 * command line is invalid.
 */
export function runConversationCommand(
  program: string,
  usage: string,
  openTools: (command: ConversationCommand) => Promise<ConversationTools>,
): void {
  run(process.argv.slice(2), usage, openTools).catch((error: unknown) => {
    process.stderr.write(`${program}: ${lineOf(error)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  })
}

async function run(
  args: readonly string[],
  usage: string,
  openTools: (command: ConversationCommand) => Promise<ConversationTools>,
): Promise<void> {
  if (asksForHelp(args)) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const command = parseConversationCommand(args, usage)
  const text = await readInput(command.file)
  const { render, parse } = await openTools(command)
  const result =
    command.name === 'render'
      ? await processAll(
          parseInput(command.file, () => readJson(text)),
          jsonBatchOf,
          render,
        )
      : await processAll(
          parseInput(command.file, () => readIds(text)),
          batchOf,
          (input) => parse(arrayOf(input)),
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

function arrayOf(input: unknown): readonly unknown[] {
  if (!Array.isArray(input)) throw new AppError('refused', 'The input is not an array of token ids.')
  return input
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

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replaceAll(/\s*\n\s*/g, ' ')
}

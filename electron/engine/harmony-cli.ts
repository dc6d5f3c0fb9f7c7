import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../../contract/errors.js'
import { UsageError } from './cli-arguments.js'
import { isArray, isObject, type Json, readJson } from './harmony/json.js'
import { JsonNumber } from './harmony/json-number.js'
import { harmonyIds } from './harmony/markers.js'
import { readConversation } from './harmony/read-conversation.js'
import { readStream } from './harmony/read-stream.js'
import { encodePrompt, promptText, renderForCompletion } from './harmony/render.js'
import { type HarmonyCommand, parseHarmonyCommand } from './harmony-arguments.js'
import { o200kHarmony } from './rank-file.js'
import { Tokenizer } from './tokenizer.js'

/**
 * Harmony without a model: one JSON document on stdout, or one line on stderr and the exit code 1, or 2 when the
 * command line was wrong. `PARLEY_RANK_FILE` names the ranks of o200k_base.
 */
async function main(args: readonly string[]): Promise<void> {
  const command = parseHarmonyCommand(args)
  const input = await readInput(command)
  const answerTo = answerer(command.name, await openTokenizer(command))
  const batch = isObject(input) ? input.get('batch') : undefined
  const answer = isArray(batch) ? { batch: await answerEach(batch, answerTo) } : await answerTo(input)
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}

type Answerer = (input: Json) => unknown

async function answerEach(batch: readonly Json[], answerTo: Answerer): Promise<readonly unknown[]> {
  const answers: unknown[] = []
  for (const input of batch) {
    try {
      answers.push(await answerTo(input))
    } catch (error) {
      answers.push({ error: lineOf(error) })
    }
  }
  return answers
}

function answerer(name: HarmonyCommand['name'], tokenizer: Tokenizer): Answerer {
  const ids = harmonyIds((marker) => tokenizer.specialId(marker))
  switch (name) {
    case 'render':
      return async (input) => {
        const segments = renderForCompletion(readConversation(input))
        const tokens = await encodePrompt(segments, ids, (text) => tokenizer.encode(text))
        return { tokens, text: promptText(segments) }
      }
    case 'parse':
      return (input) => {
        if (!isArray(input)) throw new AppError('refused', 'The input is no array of token ids.')
        return readStream(input.map(numberOf), ids, tokenizer.pieces)
      }
  }
}

const numberOf = (json: Json) => (json instanceof JsonNumber ? Number(json.text) : json)

async function openTokenizer({ model }: HarmonyCommand): Promise<Tokenizer> {
  if (model !== undefined) return Tokenizer.open(model)
  const path = process.env.PARLEY_RANK_FILE
  if (!path) throw new AppError('engine-failed', 'PARLEY_RANK_FILE does not name the vocabulary.')
  return new Tokenizer(o200kHarmony(await readFile(path)))
}

/** Whatever stands for an id is no error of `parse`. */
async function readInput({ name, file: path }: HarmonyCommand): Promise<Json> {
  const text = await readWhole(path).catch((cause) => {
    throw new AppError('not-found', `The file ${path} can’t be read: ${lineOf(cause)}`, { cause })
  })
  try {
    return readJson(text, name === 'parse')
  } catch (cause) {
    throw new AppError('refused', `The file ${path} is no JSON: ${lineOf(cause)}`, { cause })
  }
}

async function readWhole(path: string): Promise<string> {
  // A pipe that nobody writes to would be waited for without end.
  if (!(await stat(path)).isFile()) throw new Error('it is no file.')
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
}

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replaceAll(/\s*\n\s*/g, ' ')
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`harmony: ${lineOf(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})

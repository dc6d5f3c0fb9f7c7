import { parseArgs } from 'node:util'
import { isWithin } from '../../../contract/setting.js'
import { replySettings } from '../../../contract/settings.js'
import type { LoadOptions } from '../../../native/index.js'
import { maxScale, minScale } from '../folder/scales.js'

type YarnRounding = NonNullable<LoadOptions['yarn']>

export type Command =
  | { readonly name: 'info'; readonly model: string; readonly adapter?: string }
  | {
      readonly name: 'logits'
      readonly model: string
      readonly adapter?: string
      readonly yarn: YarnRounding
      readonly tokens: string
      readonly chunk: number
      readonly continuation?: string
    }
  | {
      readonly name: 'generate'
      readonly model: string
      readonly adapter?: string
      readonly yarn: YarnRounding
      readonly tokens: string
      readonly maxTokens: number
      readonly temperature: number
      readonly topP: number
      readonly minP: number
      readonly topK: number
      readonly repetitionPenalty: number
      readonly logprobs: boolean
      readonly seed: number
      readonly reuse: readonly string[]
    }

export const usage =
  'Usage: engine info --model DIR | logits --model DIR --tokens FILE [--chunk N] [--continue FILE] | ' +
  'generate --model DIR --tokens FILE --max-tokens N [--temperature T] [--top-p P] [--min-p P] [--top-k K] ' +
  '[--repetition-penalty R] [--seed S] [--logprobs] [--reuse FILE …]; each with [--adapter DIR], ' +
  'the last two with [--yarn mlx-lm|reference]'

/** The command line is invalid. The message says why. */
export class UsageError extends Error {}

export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h')
}

const text = { type: 'string' } as const
const options = {
  info: { model: text, adapter: text },
  logits: { model: text, adapter: text, yarn: text, tokens: text, chunk: text, continue: text },
  generate: {
    model: text,
    adapter: text,
    yarn: text,
    tokens: text,
    'max-tokens': text,
    temperature: text,
    'top-p': text,
    'min-p': text,
    'top-k': text,
    'repetition-penalty': text,
    logprobs: { type: 'boolean' },
    seed: text,
    reuse: { type: 'string', multiple: true },
  },
} as const

/** Default length of a chunk of the prompt, in tokens. */
export const defaultChunkTokens = 512

/** Throws `UsageError`. */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args
  if (name === 'info') {
    const { model, adapter } = parse(rest, options.info)
    return { name, model: required(model, 'model'), adapter }
  }
  if (name === 'logits') {
    const values = parse(rest, options.logits)
    return {
      name,
      model: required(values.model, 'model'),
      adapter: values.adapter,
      yarn: yarnRounding(values.yarn),
      tokens: required(values.tokens, 'tokens'),
      chunk: parseWhole(values.chunk, 'chunk', 1, defaultChunkTokens),
      continuation: values.continue,
    }
  }
  if (name === 'generate') {
    const reuse: string[] = []
    const values = parse(rest, options.generate, reuse)
    return {
      name,
      model: required(values.model, 'model'),
      adapter: values.adapter,
      yarn: yarnRounding(values.yarn),
      tokens: required(values.tokens, 'tokens'),
      maxTokens: parseWhole(required(values['max-tokens'], 'max-tokens'), 'max-tokens', 1, 0),
      temperature: parseNumber(values.temperature, 'temperature', 0, (value) => value === 0 || isScale(value)),
      topP: parseNumber(values['top-p'], 'top-p', 1, (value) => isWithin(replySettings.topP, value)),
      minP: parseNumber(values['min-p'], 'min-p', 0, (value) => isWithin(replySettings.minP, value)),
      // The maximum already includes the whole vocabulary.
      topK: Math.min(parseWhole(values['top-k'], 'top-k', 0, 0), replySettings.topK.max),
      repetitionPenalty: parseNumber(values['repetition-penalty'], 'repetition-penalty', 1, isScale),
      logprobs: values.logprobs ?? false,
      seed: parseWhole(values.seed, 'seed', 0, 0),
      reuse,
    }
  }
  throw new UsageError(name === undefined ? usage : `There is no command “${name}”. ${usage}`)
}

/** Parses options. Positional arguments after `--reuse FILE` are files to reuse too. @param reuse receives these files */
function parse<const T extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: string[],
  known: T,
  reuse?: string[],
) {
  try {
    const { values, tokens } = parseArgs({ args, options: known, strict: true, allowPositionals: true, tokens: true })
    let isAfterReuse = false
    for (const token of tokens) {
      if (token.kind === 'option-terminator') continue
      if (token.kind === 'option') isAfterReuse = token.name === 'reuse'
      else if (!isAfterReuse) throw new UsageError(`“${token.value}” belongs to no option.`)
      if (isAfterReuse && token.value !== undefined) reuse?.push(token.value)
    }
    return values
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error
    // Only the first sentence: the rest of Node's message is about positional arguments.
    throw new UsageError(error.message.split(/\. |\n/)[0])
  }
}

const isScale = (value: number) => value >= minScale && value <= maxScale

function required(value: string | undefined, name: string): string {
  if (!value) throw new UsageError(`--${name} is missing. ${usage}`)
  return value
}

function parseNumber(
  value: string | undefined,
  name: string,
  defaultValue: number,
  isAllowed: (value: number) => boolean,
): number {
  if (value === undefined) return defaultValue
  const parsed = value.trim() === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(parsed) || !isAllowed(parsed)) throw new UsageError(`--${name} can’t be “${value}”.`)
  return parsed
}

/** The default is mlx-lm, because the results of the commands are compared with it. */
function yarnRounding(value = 'mlx-lm'): YarnRounding {
  if (value === 'mlx-lm' || value === 'reference') return value
  throw new UsageError(`--yarn can’t be “${value}”. Use mlx-lm or reference.`)
}

function parseWhole(value: string | undefined, name: string, min: number, defaultValue: number): number {
  return parseNumber(value, name, defaultValue, (parsed) => Number.isSafeInteger(parsed) && parsed >= min)
}

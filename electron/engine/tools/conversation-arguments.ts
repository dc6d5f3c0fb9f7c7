import { parseArgs } from 'node:util'
import { UsageError } from './cli-arguments.js'

/** A command that renders a conversation or parses a reply. */
export interface ConversationCommand {
  readonly name: 'render' | 'parse'
  readonly file: string
  /** A folder with a tokenizer.json. */
  readonly model?: string
}

/** Throws `UsageError`. */
export function parseConversationCommand(args: readonly string[], usage: string): ConversationCommand {
  const { values, positionals } = readArguments(args)
  const [name, file, ...more] = positionals
  if (name === undefined) throw new UsageError(usage)
  if (name !== 'render' && name !== 'parse') throw new UsageError(`There is no command “${name}”. ${usage}`)
  if (!file) throw new UsageError(`The file is missing. ${usage}`)
  if (more[0] !== undefined)
    throw new UsageError(`“${more[0]}” is an extra argument: only one file is allowed. ${usage}`)
  if (values.model === '') throw new UsageError(`--model names no folder. ${usage}`)
  return { name, file, model: values.model }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { model: { type: 'string' } }, strict: true, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split(/\. |\n/)[0] : String(error))
  }
}

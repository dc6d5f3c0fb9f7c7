import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AppError } from '../../../../contract/errors.js'

export type Command = { readonly name: 'read'; readonly files: readonly string[] }

/** One line per command. */
const usages: Readonly<Record<Command['name'], string>> = {
  read: 'documents read FILE…',
}

/** Parses `NAME …`. Throws `refused`, with the usage. */
export function parseCommand([name, ...args]: readonly string[]): Command {
  switch (name) {
    case 'read': {
      const { positionals } = parse(name, args, {})
      if (positionals.length === 0) throw usageError('No file is named.', name)
      return { name, files: positionals }
    }
    default:
      throw usageError(name === undefined ? 'No command is named.' : `There is no command “${name}”.`)
  }
}

function parse<const T extends NonNullable<ParseArgsConfig['options']>>(
  name: Command['name'],
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    // Only the first sentence: the rest of Node's message is about positional arguments.
    throw usageError(`${String((error as Error).message).split(/\. |\n/)[0]}.`, name)
  }
}

function usageError(what: string, name?: Command['name']): AppError {
  const known = name ? [usages[name]] : Object.values(usages)
  return new AppError('refused', `${what} Usage: ${known.join(' | ')}`)
}

import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AppError } from '../../../../contract/errors.js'

export type HistoryCommand =
  | { readonly name: 'export'; readonly file: string }
  | { readonly name: 'import'; readonly file: string; readonly isDry: boolean }
  | { readonly name: 'search'; readonly query: string }

const usage = `Usage:
  history export --all --to FILE.json
  history import FILE [--dry-run]
  history search QUERY`

/** Parses `NAME …`. Throws `refused`, with the usage. */
export function parseHistoryCommand([name, ...args]: readonly string[]): HistoryCommand {
  switch (name) {
    case 'export': {
      const { positionals, values } = parse(args, { all: { type: 'boolean' }, to: { type: 'string' } })
      if (!values.all || !values.to || positionals.length > 0) throw usageError('Say --all, and --to with a file.')
      return { name, file: values.to }
    }
    case 'import': {
      const { positionals, values } = parse(args, { 'dry-run': { type: 'boolean' } })
      const [file, ...rest] = positionals
      if (!file || rest.length > 0) throw usageError('Name one file.')
      return { name, file, isDry: values['dry-run'] === true }
    }
    case 'search':
      // Whatever is typed is a query, also what looks like an option.
      if (args.length === 0) throw usageError('Name what to search for.')
      return { name, query: args.join(' ') }
    default:
      throw usageError(name === undefined ? 'No command is named.' : `There is no command “${name}”.`)
  }
}

function parse<Options extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error))
  }
}

const usageError = (problem: string) => new AppError('refused', `${problem}\n${usage}`)

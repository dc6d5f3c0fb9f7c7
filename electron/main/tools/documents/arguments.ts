import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AppError } from '../../../../contract/errors.js'
import {
  defaultOcrLanguages,
  isOcrLanguage,
  type OcrLanguage,
  ocrLanguages,
} from '../../../../contract/ocr-languages.js'
import {
  defaultSummary,
  isSummaryForm,
  type SummaryForm,
  summaryFormNames,
} from '../../../../contract/summary-forms.js'

export type Command =
  | {
      readonly name: 'read'
      readonly files: readonly string[]
      /** Those in which the text of pictures is recognized. */
      readonly languages: readonly OcrLanguage[]
      /** Opens encrypted PDFs. */
      readonly password?: string
    }
  | {
      readonly name: 'draw'
      readonly file: string
      /** Numbers from 1. */
      readonly pages: readonly number[]
      readonly scale: number
    }
  | {
      readonly name: 'summarise'
      readonly file: string
      /** A folder; absent: the demonstration model. */
      readonly model?: string
      readonly form: SummaryForm
    }
  | {
      readonly name: 'ask'
      readonly file: string
      readonly question: string
      /** A folder; absent: the demonstration model. */
      readonly model?: string
    }

/** One line per command. */
const usages: Readonly<Record<Command['name'], string>> = {
  read: 'documents read FILE… [--ocr LANG] [--password WORD]',
  draw: 'documents draw FILE PAGE… [--scale N]',
  summarise: 'documents summarise FILE [--model DIR] [--form FORM]',
  ask: 'documents ask FILE QUESTION [--model DIR]',
}

const text = { type: 'string' } as const

/** Parses `NAME …`. Throws `refused`, with the usage. */
export function parseCommand([name, ...args]: readonly string[]): Command {
  switch (name) {
    case 'read': {
      const { positionals, values } = parse(name, args, { ocr: text, password: text })
      if (positionals.length === 0) throw usageError('No file is named.', name)
      const { password } = values
      return {
        name,
        files: positionals,
        languages: languagesOf(values.ocr),
        ...(password !== undefined && { password }),
      }
    }
    case 'draw': {
      const { positionals, values } = parse(name, args, { scale: text })
      const [file, ...pages] = positionals
      if (!file || pages.length === 0) throw usageError('A file and a page are needed.', name)
      return { name, file, pages: pages.map(Number), scale: Number(values.scale ?? 1) }
    }
    case 'summarise': {
      const { positionals, values } = parse(name, args, { model: text, form: text })
      const [file, ...rest] = positionals
      if (!file) throw usageError('No file is named.', name)
      if (rest.length > 0) throw usageError('There is more than one file.', name)
      const { model, form = defaultSummary.form } = values
      if (!isSummaryForm(form)) {
        throw usageError(`There is no form “${form}”: the forms are ${summaryFormNames.join(', ')}.`, name)
      }
      return { name, file, model, form }
    }
    case 'ask': {
      const { positionals, values } = parse(name, args, { model: text })
      const [file, question, ...rest] = positionals
      if (!file || !question?.trim()) throw usageError('A file and a question are needed.', name)
      if (rest.length > 0) throw usageError('There is more than one file and one question.', name)
      return { name, file, question, model: values.model }
    }
    default:
      throw usageError(name === undefined ? 'No command is named.' : `There is no command “${name}”.`)
  }
}

/** Several languages are joined by "+". */
function languagesOf(joined: string | undefined): readonly OcrLanguage[] {
  if (joined === undefined) return defaultOcrLanguages
  return joined.split('+').map((language) => {
    if (isOcrLanguage(language)) return language
    const known = Object.keys(ocrLanguages).join(', ')
    throw new AppError('refused', `There is no text recognition for “${language}”. The languages are ${known}.`)
  })
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

import { describeFault, type Fault, faultAsText } from '../../../contract/fault.js'
import { LogFile } from './log-file.js'

/** `never` for a text that is not known when the code is compiled: it could be of a conversation. */
type Sentence<S extends string> = Record<never, never> extends Record<S, 1> ? never : S

/** Numbers of a remark, by their names: sizes, counts, exit codes. */
type Figures = Readonly<Record<string, number>>

let log: LogFile | undefined
let isQuiet = false

/**
 * From now on what is reported goes to the log in the data folder. Until then, and in commands, only to the console.
 * @param options.isQuiet the console gets no messages of errors, which may quote texts
 */
export function openLog(dataFolder: string, options: { readonly isQuiet: boolean }): LogFile {
  log = new LogFile(dataFolder)
  isQuiet = options.isQuiet
  return log
}

/** Records a failure that the user is not told of, or not in full. The log gets of an error what `describeFault` keeps. */
export function report<S extends string>(sentence: S & Sentence<S>, error?: unknown, figures: Figures = {}): void {
  const fault = error === undefined ? undefined : describeFault(error)
  log?.write('error', 'main', lineOf(sentence, figures, fault))
  if (isQuiet) console.error(lineOf(sentence, figures, fault))
  else console.error(lineOf(sentence, figures), ...(error === undefined ? [] : [error]))
}

/** Records a failure of another process, which has described it. */
export function reportOf<S extends string>(
  process: 'engine' | 'window',
  sentence: S & Sentence<S>,
  fault: Fault,
): void {
  log?.write('error', process, lineOf(sentence, {}, fault))
}

/** Records what happened, for whoever reads the log later. */
export function remark<S extends string>(sentence: S & Sentence<S>, figures: Figures = {}): void {
  log?.write('info', 'main', lineOf(sentence, figures))
}

function lineOf(sentence: string, figures: Figures, fault?: Fault): string {
  const numbers = Object.entries(figures).map(([name, value]) => `${name} ${value}`)
  return [[sentence, ...numbers].join(' '), ...(fault ? [faultAsText(fault)] : [])].join(' | ')
}

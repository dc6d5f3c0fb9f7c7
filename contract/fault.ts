/**
 * What is kept of an error in the logs: never its message, because a message may quote a conversation, a document or the
 * name of a file (“Unexpected token 'D', "Dear Ms…" is not valid JSON”).
 */
export interface Fault {
  /** The class of the error. */
  readonly name: string
  readonly code?: string
  /** The newest first, each as `main/index.cjs:12:40`. */
  readonly places: readonly string[]
  readonly cause?: Fault
}

const maxPlaces = 8
const maxCauses = 3

const className = /^[A-Z][A-Za-z]{0,30}(?:Error|Exception|Gone)$/
/** Ours (`disk-full`), those of the system (`ENOENT`) and Node's (`ERR_INVALID_ARG_TYPE`). */
const codeName = /^(?:[a-z]{2,12}(?:-[a-z]{1,12}){0,3}|E[A-Z\d]{2,20}|ERR_[A-Z\d_]{2,40}|SQLite \d{1,5})$/
/** A file of a bundle, or of Node, with line and column. */
const place = /^(?:[\w-]{1,40}\/){0,3}[\w-]{1,60}(?:\.c?js)?:\d{1,7}:\d{1,7}$/
const bundleOf = /(?:\/out\/app(?:-release)?\/|parley:\/\/app\/|node:)([^\s()]+:\d+:\d+)\)?$/

/** Describes anything that was thrown. */
export function describeFault(error: unknown, depth = 0): Fault {
  if (!(error instanceof Error)) return { name: 'Error', places: [] }
  const code = codeOf(error)
  const cause = error.cause === undefined || depth >= maxCauses ? undefined : describeFault(error.cause, depth + 1)
  return {
    name: className.test(error.name) ? error.name : 'Error',
    ...(code !== undefined && { code }),
    places: placesOf(error),
    ...(cause && { cause }),
  }
}

function codeOf(error: Error): string | undefined {
  const { code, sqliteExtendedCode, errcode } = error as {
    code?: unknown
    sqliteExtendedCode?: unknown
    errcode?: unknown
  }
  const result = sqliteExtendedCode ?? errcode
  if (typeof result === 'number') return `SQLite ${result}`
  return typeof code === 'string' && codeName.test(code) ? code : undefined
}

function placesOf({ stack, message }: Error): readonly string[] {
  if (typeof stack !== 'string') return []
  // The stack begins with the message, whose lines could look like places.
  const start = stack.indexOf(message)
  const frames = start < 0 ? stack : stack.slice(start + message.length)
  return frames
    .split('\n')
    .flatMap((line) => bundleOf.exec(line.trimEnd())?.[1] ?? [])
    .filter((found) => place.test(found))
    .slice(0, maxPlaces)
}

/** Reads a fault that another process sent; undefined for anything else. */
export function readFault(value: unknown, depth = 0): Fault | undefined {
  if (typeof value !== 'object' || value === null || depth > maxCauses) return undefined
  const { name, code, places, cause } = value as Readonly<Record<string, unknown>>
  if (typeof name !== 'string' || !(name === 'Error' || className.test(name))) return undefined
  if (code !== undefined && !(typeof code === 'string' && codeName.test(code))) return undefined
  if (!Array.isArray(places) || places.length > maxPlaces) return undefined
  if (!places.every((each) => typeof each === 'string' && place.test(each))) return undefined
  const inner = cause === undefined ? undefined : readFault(cause, depth + 1)
  if (cause !== undefined && !inner) return undefined
  return { name, ...(code !== undefined && { code }), places, ...(inner && { cause: inner }) }
}

/** One line: `Error disk-full main/index.cjs:12:40 ← Error ENOSPC`. */
export function faultAsText({ name, code, places, cause }: Fault): string {
  const own = [name, ...(code === undefined ? [] : [code]), ...places].join(' ')
  return cause ? `${own} ← ${faultAsText(cause)}` : own
}

/** Begins the line on stderr with which an engine process tells main why it ends; the rest is the fault as JSON. */
export const faultMark = 'parley-fault '

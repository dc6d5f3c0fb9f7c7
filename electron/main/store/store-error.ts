import { AppError } from '../../../contract/errors.js'

const diskFullMessage = 'The disk is full. What was saved before is safe. Free some space and send again.'
const damagedMessage =
  'The file that holds your conversations is damaged. Quit and open Parley again: it will save what can be read.'

const primaryCodes = { ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }
// https://sqlite.org/rescode.html: what reading can report, which no free space would cure.
const readErrors = new Set([266, 522, 8458, 8714])

/** SQLite's result code with its extension (https://sqlite.org/rescode.html), or undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const { sqliteExtendedCode, errcode } = error as { sqliteExtendedCode?: unknown; errcode?: unknown }
  if (typeof sqliteExtendedCode === 'number') return sqliteExtendedCode
  return typeof errcode === 'number' ? errcode : undefined
}

/** The file itself is at fault: its content is not what SQLite wrote, or the drive does not give it back. */
export function isDamage(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'store-damaged'
  const code = resultCode(error)
  if (code === undefined) return false
  const primary = code & 0xff
  return primary === primaryCodes.corrupt || primary === primaryCodes.notADatabase || readErrors.has(code)
}

function isDiskFull(error: unknown): boolean {
  const code = resultCode(error)
  if (code === undefined) return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOSPC'
  const primary = code & 0xff
  return primary === primaryCodes.full || primary === primaryCodes.cannotOpen || primary === primaryCodes.ioError
}

/** What SQLite threw, as the error that the rest of Parley knows; any other error passes unchanged. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (isDamage(error)) return new AppError('store-damaged', damagedMessage, { cause: error })
  if (isDiskFull(error)) return new AppError('disk-full', diskFullMessage, { cause: error })
  return error
}

/** A row that breaks a rule of the schema. */
export function isConstraint(error: unknown): boolean {
  const constraint = 19
  return ((resultCode(error) ?? 0) & 0xff) === constraint
}

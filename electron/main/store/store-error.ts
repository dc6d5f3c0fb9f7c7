import { constants } from 'node:os'
import { AppError } from '../../../contract/errors.js'

const notWrittenMessage =
  'Parley cannot write to the disk. What was saved before is safe. Check the disk and send again.'
const diskFullMessage = 'The disk is full. What was saved before is safe. Free some space and send again.'
const damagedMessage =
  'The file that holds your conversations is damaged. Quit and open Parley again: it will save what can be read.'

const primaryCodes = { ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }
// Read errors that free space cannot fix (https://sqlite.org/rescode.html).
const readErrors = new Set([266, 522, 8458, 8714])

/** SQLite's extended result code (https://sqlite.org/rescode.html); undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const { sqliteExtendedCode, errcode } = error as { sqliteExtendedCode?: unknown; errcode?: unknown }
  if (typeof sqliteExtendedCode === 'number') return sqliteExtendedCode
  return typeof errcode === 'number' ? errcode : undefined
}

/** True when the file is damaged: its content is not what SQLite wrote, or the drive cannot read it. */
export function isDamage(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'store-damaged'
  const code = resultCode(error)
  if (code === undefined) return false
  const primary = code & 0xff
  return primary === primaryCodes.corrupt || primary === primaryCodes.notADatabase || readErrors.has(code)
}

/** A sentence for the user when a write failed; undefined for any other error. */
function writeFailureMessage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, systemErrno } = error as { code?: unknown; systemErrno?: unknown }
  const { ENOSPC, EDQUOT } = constants.errno
  if (code === 'ENOSPC' || code === 'EDQUOT' || systemErrno === ENOSPC || systemErrno === EDQUOT) return diskFullMessage
  const primary = (resultCode(error) ?? 0) & 0xff
  if (primary === primaryCodes.full) return diskFullMessage
  return primary === primaryCodes.cannotOpen || primary === primaryCodes.ioError ? notWrittenMessage : undefined
}

/** Translates an error of SQLite or the file system into an `AppError`; returns any other error unchanged. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (isDamage(error)) return new AppError('store-damaged', damagedMessage, { cause: error })
  const message = writeFailureMessage(error)
  return message === undefined ? error : new AppError('disk-full', message, { cause: error })
}

/** True when a row violates a constraint of the schema. */
export function isConstraint(error: unknown): boolean {
  const constraint = 19
  return ((resultCode(error) ?? 0) & 0xff) === constraint
}

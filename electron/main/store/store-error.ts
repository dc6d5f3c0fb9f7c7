import { constants } from 'node:os'
import { AppError } from '../../../contract/errors.js'

const notWrittenMessage =
  'Parley cannot write to the disk. What was saved before is safe. Check the disk and send again.'
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

/** Why a write did not happen, as a sentence; undefined when `error` says nothing of the kind. */
function unwrittenMessage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, systemErrno } = error as { code?: unknown; systemErrno?: unknown }
  const { ENOSPC, EDQUOT } = constants.errno
  if (code === 'ENOSPC' || code === 'EDQUOT' || systemErrno === ENOSPC || systemErrno === EDQUOT) return diskFullMessage
  const primary = (resultCode(error) ?? 0) & 0xff
  if (primary === primaryCodes.full) return diskFullMessage
  return primary === primaryCodes.cannotOpen || primary === primaryCodes.ioError ? notWrittenMessage : undefined
}

/** What SQLite or the file system threw, as the error that the rest of Parley knows; any other error passes unchanged. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (isDamage(error)) return new AppError('store-damaged', damagedMessage, { cause: error })
  const message = unwrittenMessage(error)
  return message === undefined ? error : new AppError('disk-full', message, { cause: error })
}

/** A row that breaks a rule of the schema. */
export function isConstraint(error: unknown): boolean {
  const constraint = 19
  return ((resultCode(error) ?? 0) & 0xff) === constraint
}

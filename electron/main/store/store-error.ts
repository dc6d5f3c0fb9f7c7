import { constants } from 'node:os'
import { AppError } from '../../../contract/errors.js'

const notWrittenMessage =
  'Parley cannot write to the disk. What was saved before is safe. Check the disk and send again.'
const diskFullMessage = 'The disk is full. What was saved before is safe. Free some space and send again.'
const damagedMessage =
  'The file that holds your conversations is damaged. Quit and open Parley again: it will save what can be read.'
const inUseMessage =
  'Another program is using the file that holds your conversations. Nothing was changed. Close that program and try again.'

const failedMessage =
  'The file that holds your conversations did not accept this. What was saved before is safe. Quit and open Parley again: it checks the file.'

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const primaryCodes = {
  generic: 1,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  mismatch: 20,
  notADatabase: 26,
}
// Read errors that free space cannot fix.
const readErrors = new Set([266, 522, 8458, 8714])

/** SQLite's extended result code; undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof AppError) return resultCode(error.cause)
  const { sqliteExtendedCode, errcode } = error as { sqliteExtendedCode?: unknown; errcode?: unknown }
  if (typeof sqliteExtendedCode === 'number') return sqliteExtendedCode
  return typeof errcode === 'number' ? errcode : undefined
}

const primaryCode = (error: unknown) => (resultCode(error) ?? 0) & 0xff

/** True when the file is damaged: its content is not what SQLite wrote, or the drive cannot read it. */
export function isDamage(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'store-damaged'
  const { corrupt, notADatabase } = primaryCodes
  return [corrupt, notADatabase].includes(primaryCode(error)) || readErrors.has(resultCode(error) ?? 0)
}

/**
 * True when the file may be damaged. Parley's own statements are right: one that SQLite does not understand lacks a table
 * or a column, and one that violates a constraint may meet rows that Parley never writes together.
 */
export function isSuspicious(error: unknown): boolean {
  const { generic, constraint, mismatch } = primaryCodes
  return isDamage(error) || [generic, constraint, mismatch].includes(primaryCode(error))
}

/** True when space is missing on the disk. */
export function isFull(error: unknown): boolean {
  const { ENOSPC, EDQUOT } = constants.errno
  const { code, systemErrno } = Object(error instanceof AppError ? error.cause : error) as Record<string, unknown>
  const isSystem = code === 'ENOSPC' || code === 'EDQUOT' || systemErrno === ENOSPC || systemErrno === EDQUOT
  return isSystem || primaryCode(error) === primaryCodes.full
}

/** A sentence for the user when a write failed; undefined for any other error. */
function writeFailureMessage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (isFull(error)) return diskFullMessage
  const { cannotOpen, ioError, readOnly } = primaryCodes
  return [cannotOpen, ioError, readOnly].includes(primaryCode(error)) ? notWrittenMessage : undefined
}

/** Translates an error of SQLite or the file system into an `AppError`; returns any other error unchanged. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (isDamage(error)) return new AppError('store-damaged', damagedMessage, { cause: error })
  if ([primaryCodes.busy, primaryCodes.locked].includes(primaryCode(error)))
    return new AppError('refused', inUseMessage, { cause: error })
  if (isSuspicious(error)) return new AppError('unknown', failedMessage, { cause: error })
  const message = writeFailureMessage(error)
  return message === undefined ? error : new AppError('disk-full', message, { cause: error })
}

/** The error of `openStore`: why the store cannot be opened, that it is safe, and what to do. */
export function toOpeningError(error: unknown, folder: string): unknown {
  if (isFull(error)) {
    const message =
      'There is no space left on the disk, and Parley cannot open your conversations. They are safe. Free some space and open Parley again.'
    return new AppError('disk-full', message, { cause: error })
  }
  const storeError = toStoreError(error)
  if (storeError instanceof AppError && storeError.code !== 'disk-full') return storeError
  const reason = error instanceof AppError ? error.cause : error
  const { code } = Object(reason) as { code?: unknown }
  const message = `Parley cannot open your conversations. They are safe. Check that you may read and write everything in the folder ${folder}, and open Parley again.`
  const shown = typeof code === 'string' && code !== 'ERR_SQLITE_ERROR' ? `${message} (${code})` : message
  return new AppError('unknown', shown, { cause: error })
}

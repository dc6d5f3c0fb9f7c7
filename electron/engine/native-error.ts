import { AppError, type ErrorCode } from '../../contract/errors.js'
import { FolderError, isFolderFault } from './folder/folder-error.js'

/** Rejects with an AppError if `call` rejects with an error of the addon. */
export async function translateRejection<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw toAppError(error)
  }
}

/** Throws an AppError if `call` throws an error of the addon. */
export function translateError<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw toAppError(error)
  }
}

/** The binding's errors have one of our codes; the rest of the app recognizes only `AppError`. */
function toAppError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) return error
  if ('reason' in error && isFolderFault(error.reason)) {
    return new FolderError(error.reason, error.message, { cause: error })
  }
  return new AppError(error.code as ErrorCode, error.message, { cause: error })
}

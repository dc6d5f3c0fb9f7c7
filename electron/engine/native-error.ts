import { AppError, type ErrorCode } from '../../contract/errors.js'
import { FolderError, isFolderFault } from './folder/folder-error.js'

/** What the promise of `call` rejects with is an AppError, if it comes from the addon. */
export async function translating<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw translated(error)
  }
}

/** What `call` throws is an AppError, if it comes from the addon. */
export function throwing<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    throw translated(error)
  }
}

/** The binding's errors carry a `code` of ours; `AppError` is what the rest tells apart. */
function translated(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('code' in error)) return error
  if ('reason' in error && isFolderFault(error.reason)) {
    return new FolderError(error.reason, error.message, { cause: error })
  }
  return new AppError(error.code as ErrorCode, error.message, { cause: error })
}

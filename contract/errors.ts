/** Carries a value or a failure between processes, because `ipcMain.handle` and `contextBridge` drop properties of errors. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

/** Code compares errors by these; the message is a sentence for the user. */
export type ErrorCode =
  | 'unknown'
  | 'refused' // the sender is not our window, or an argument is not allowed
  | 'locked' // Parley is locked, and the user has to unlock it first
  | 'not-found'
  | 'too-long' // a message or a prompt that does not fit
  | 'context-full'
  | 'content-held' // the content filter holds the message
  | 'document-empty'
  | 'document-encrypted'
  | 'document-password' // a wrong one
  | 'document-too-large'
  | 'document-unsupported'
  | 'document-unreadable'
  | 'document-unsafe'
  | 'disk-full'
  | 'store-damaged'
  | 'interrupted' // Parley ended while a reply was being written
  | 'no-answer' // the model ended with nothing in the answer
  | 'engine-gone'
  | 'engine-busy'
  | 'engine-version'
  | 'engine-failed'
  | 'model-missing'
  | 'model-incomplete'
  | 'model-invalid'
  | 'model-unsupported'
  | 'out-of-memory'
  | 'network-off' // the user turned the network off
  | 'hub-unreachable' // no connection, or one that ends again and again
  | 'hub-failed' // an error of the server that lasts
  | 'hub-refused' // an address that Parley does not reach, or a name that leaves the folder
  | 'hub-not-found'
  | 'hub-denied' // needs an account, its consent or a better token
  | 'not-a-model'
  | 'download-busy' // another download writes into the folder
  | 'download-damaged' // the content is not what the server announced

/** An error with a code, on either side of the wire. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Returns the failure that represents `error` between processes: `unknown` unless it is an `AppError`. */
export function toFailure(error: unknown): Extract<Result<never>, { ok: false }> {
  if (error instanceof AppError) return { ok: false, code: error.code, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  return { ok: false, code: 'unknown', message }
}

/** Returns the value of a result, or throws its failure as an `AppError`. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new AppError(result.code, result.message)
  return result.value
}

import { AppError } from '../../../contract/errors.js'

/** Does what concerns a document or conversation that may be gone by now, or whose failure the store has reported. */
export function ignoreGone(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

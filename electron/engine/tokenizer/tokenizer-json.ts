import { AppError } from '../../../contract/errors.js'

/** Throws `model-invalid`. */
export function parseJson(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString())
  } catch (cause) {
    throw invalidTokenizer(cause)
  }
}

/** Creates the error `model-invalid`. */
export function invalidTokenizer(cause: unknown): AppError {
  return new AppError('model-invalid', 'The tokenizer.json of the model can’t be read. Download the model again.', {
    cause,
  })
}

import { AppError } from '../../../contract/errors.js'
import type { Tokenizer } from './tokenizer.js'

/** Text of each kind that the split pattern tells apart, and every printable character of ASCII. */
const sample = `${Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('')} Hello, world! It’s 12,345.67 \n\n  漢字 مرحبا 🙂 naïve\t{"a": [1]}\u0000\u0085`

/**
 * Checks that a tokenizer serves a model with this many tokens, before its weights are read. Throws `model-invalid` if it
 * has other ids or does not give back a text.
 * @param markers the ids of the markers of its chat format
 */
export async function checkTokenizer(
  tokenizer: Tokenizer,
  markers: readonly number[],
  vocabSize: number,
): Promise<void> {
  const idCount = Math.max(tokenizer.idCount, ...markers.map((id) => id + 1))
  if (idCount > vocabSize) {
    throw new AppError(
      'model-invalid',
      `The tokenizer.json has ${idCount} tokens and the model ${vocabSize}: they belong to different models. Download the model again.`,
    )
  }
  const ids = await tokenizer.encode(sample)
  const bytes = Buffer.concat(ids.map((id) => tokenizer.pieces.of(id).bytes))
  // Some vocabularies put a space before a text.
  const text = bytes.toString()
  if (text === sample || text === ` ${sample}`) return
  throw new AppError(
    'model-invalid',
    'The tokenizer.json of the model changes the text that it encodes. Download the model again.',
  )
}

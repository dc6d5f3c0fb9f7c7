import { readFile } from 'node:fs/promises'
import { AppError } from '../../../contract/errors.js'
import { encodeSegments, promptText } from '../chat-format/segment.js'
import { harmonyIds } from '../harmony/markers.js'
import { readConversation } from '../harmony/read-conversation.js'
import { readStream } from '../harmony/read-stream.js'
import { renderForCompletion } from '../harmony/render.js'
import { o200kHarmony } from '../tokenizer/rank-file.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { runConversationCommand } from './conversation-command.js'

/** The default vocabulary is o200k_harmony. `PARLEY_RANK_FILE` names the file of o200k_base's ranks. */
async function openTokenizer(model: string | undefined): Promise<Tokenizer> {
  if (model !== undefined) return Tokenizer.open(model)
  const path = process.env.PARLEY_RANK_FILE
  if (!path) throw new AppError('engine-failed', 'PARLEY_RANK_FILE does not name the vocabulary.')
  return new Tokenizer(o200kHarmony(await readFile(path)))
}

const usage = 'Usage: harmony render FILE [--model DIR] | parse FILE [--model DIR]'

// Harmony as a command, without a model.
runConversationCommand('harmony', usage, async ({ model }) => {
  const tokenizer = await openTokenizer(model)
  const ids = harmonyIds((marker) => tokenizer.specialId(marker))
  return {
    render: async (input) => {
      const segments = renderForCompletion(readConversation(input))
      const tokens = await encodeSegments(segments, ids, (text) => tokenizer.encode(text))
      return { tokens, text: promptText(segments) }
    },
    parse: (stream) => readStream(stream, ids, tokenizer.pieces),
  }
})

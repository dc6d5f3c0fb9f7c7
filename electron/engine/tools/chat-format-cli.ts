import { AppError } from '../../../contract/errors.js'
import { localDate } from '../../../contract/local-date.js'
import { readChatFormat } from '../chat-format/choose-format.js'
import { readTurns } from '../chat-format/read-turns.js'
import { encodeSegments, promptText } from '../chat-format/segment.js'
import { TurnFormat } from '../chat-format/turn-format.js'
import { turnPromptOf } from '../chat-format/turn-prompt.js'
import { readConversation } from '../harmony/read-conversation.js'
import { Tokenizer } from '../tokenizer/tokenizer.js'
import { UsageError } from './cli-arguments.js'
import { runConversationCommand } from './conversation-command.js'

const usage = 'Usage: chat-format render FILE --model DIR | parse FILE --model DIR'

// The chat format of a model that is not gpt-oss as a command, without its weights.
runConversationCommand('chat-format', usage, async ({ model }) => {
  if (model === undefined) throw new UsageError(`--model is missing. ${usage}`)
  const tokenizer = await Tokenizer.open(model)
  const { format } = await readChatFormat(model, tokenizer)
  if (!(format instanceof TurnFormat)) {
    throw new AppError('refused', `This model has the ${format.name} format. Use the command harmony.`)
  }
  return {
    render: async (input) => {
      const segments = format.renderTurns({ ...turnPromptOf(readConversation(input)), date: localDate() })
      const tokens = await encodeSegments(segments, format.ids, (text, limit, place) =>
        tokenizer.encode(text, limit, place),
      )
      return { tokens, text: promptText(segments) }
    },
    parse: (stream) => ({ messages: readTurns(stream, format.style, format.markers, tokenizer.pieces) }),
  }
})

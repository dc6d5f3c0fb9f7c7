import type { GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import type { EngineClient } from '../engine/engine-client.js'
import { summaryBudget } from './context.js'
import { type SummaryOf, type Told, turnsOf } from './prompt.js'
import { localDate } from './recipe.js'

interface FoldRequest {
  readonly engine: EngineClient
  readonly contextLength: number
  readonly told: Told
  /** How many of the oldest messages are folded. */
  readonly count: number
  readonly summaryOf: SummaryOf
  /** The summary so far, whenever it grows. */
  readonly onText: (text: string) => void
  readonly signal: AbortSignal
}

const instruction =
  'Summarise the conversation below, so that it can go on from the summary alone. Keep names, numbers, dates, decisions and open questions. Write the summary and nothing else.'

/** What harmony, the instruction and its frame take, at most, beside the text. */
const frameTokens = 200

/**
 * Lets the model write a summary of the oldest messages. When they do not fit into one prompt it goes in rounds, each
 * with the summary of what came before. Throws `no-answer` when the model writes none.
 */
export async function foldConversation(request: FoldRequest): Promise<string> {
  const { engine, contextLength, told, count, summaryOf, signal } = request
  const budget = summaryBudget(contextLength)
  const room = contextLength - 2 * budget - frameTokens
  const turns = told.messages.slice(0, count).flatMap((message) => turnsOf(message, summaryOf))
  let summary = told.summary ?? ''
  for (const text of await piecesOf(turns, room, (texts) => engine.countTokens(texts))) {
    signal.throwIfAborted()
    summary = await summarise(request, summary, text, budget)
  }
  return summary
}

async function summarise(
  { engine, onText, signal }: FoldRequest,
  before: string,
  text: string,
  maxTokens: number,
): Promise<string> {
  const known = before === '' ? '' : `<before>\n${before}\n</before>\n\n`
  const request: GenerateRequest = {
    messages: [{ role: 'user', text: `${instruction}\n\n${known}<conversation>\n${text}\n</conversation>` }],
    effort: 'low',
    date: localDate(),
    temperature: 0,
    seed: 0,
    maxTokens,
    // Thinking would eat the summary's tokens.
    continuation: { reasoning: '', text: '', channel: 'answer' },
  }
  let summary = ''
  for await (const event of engine.generate(request, signal)) {
    if (event.type !== 'text' || event.channel !== 'answer') continue
    summary += event.text
    onText(summary)
  }
  signal.throwIfAborted()
  if (summary.trim() === '') throw new AppError('no-answer', 'The model wrote no summary. Nothing was folded.')
  return summary.trim()
}

/** The conversation as text, in pieces of at most `room` tokens. A turn that is longer by itself is parted. */
export async function piecesOf(
  turns: readonly PromptMessage[],
  room: number,
  count: (texts: readonly string[]) => Promise<readonly number[]>,
): Promise<readonly string[]> {
  let lines: readonly string[] = turns.map(({ role, text }) => `${role === 'user' ? 'User' : 'Assistant'}: ${text}`)
  let counts = await count(lines)
  while (counts.some((tokens, index) => tokens > room && (lines[index]?.length ?? 0) > 1)) {
    lines = lines.flatMap((line, index) => ((counts[index] ?? 0) > room ? halves(line) : [line]))
    counts = await count(lines)
  }
  const pieces: string[] = []
  let taken = Number.POSITIVE_INFINITY
  for (const [index, line] of lines.entries()) {
    // One for the line that parts two.
    const tokens = (counts[index] ?? 0) + 1
    if (taken + tokens > room) {
      pieces.push(line)
      taken = tokens
    } else {
      pieces.push(`${pieces.pop()}\n\n${line}`)
      taken += tokens
    }
  }
  return pieces
}

/** Parts a text near its middle: at a line, else at a space, never within a surrogate pair. */
function halves(text: string): readonly [string, string] {
  const middle = Math.floor(text.length / 2)
  const near = [text.lastIndexOf('\n', middle), text.lastIndexOf(' ', middle)].find((at) => at > middle / 2)
  const at = near === undefined ? middle : near + 1
  const isInPair = /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '')
  const cut = isInPair ? at + 1 : at
  return [text.slice(0, cut), text.slice(cut)]
}

import type { GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { localDate } from '../../../contract/local-date.js'
import type { EngineClient } from '../engine/engine-client.js'
import { summaryBudget } from './context.js'
import { type SummaryOf, type Told, turnsOf } from './prompt.js'

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

/** What stands for folded messages. */
interface Folded {
  readonly summary: string
  /** The model did not come to an end of it, twice: it goes up to its last whole sentence. */
  readonly isShortened: boolean
}

/**
 * Lets the model write a summary of the oldest messages. When they do not fit into one prompt it goes in rounds, each
 * with the summary of what came before. Throws `no-answer` when the model writes none.
 */
export async function foldConversation(request: FoldRequest): Promise<Folded> {
  const { engine, contextLength, told, count, summaryOf, signal } = request
  const budget = summaryBudget(contextLength)
  const room = contextLength - 2 * budget - frameTokens
  const turns = told.messages.slice(0, count).flatMap((message) => turnsOf(message, summaryOf))
  let folded: Folded = { summary: told.summary ?? '', isShortened: false }
  for (const text of await piecesOf(turns, room, (texts) => engine.countTokens(texts))) {
    signal.throwIfAborted()
    const { summary, isShortened } = await summarise(request, folded.summary, text, budget)
    folded = { summary, isShortened: folded.isShortened || isShortened }
  }
  return folded
}

/** What does not come to an end within `maxTokens` is asked for once more, shorter. */
async function summarise(request: FoldRequest, before: string, text: string, maxTokens: number): Promise<Folded> {
  const known = before === '' ? '' : `<before>\n${before}\n</before>\n\n`
  const material = `${known}<conversation>\n${text}\n</conversation>`
  const whole = await write(request, `${instruction}\n\n${material}`, maxTokens)
  if (whole.isAtEnd) return { summary: whole.summary, isShortened: false }
  // A token is about three quarters of a word; half of the room is left for a model that does not count.
  const limit = `Use at most ${Math.floor((maxTokens * 3) / 8)} words.`
  const short = await write(request, `${instruction} ${limit}\n\n${material}`, maxTokens)
  return short.isAtEnd
    ? { summary: short.summary, isShortened: false }
    : { summary: wholeSentences(short.summary), isShortened: true }
}

async function write({ engine, onText, signal }: FoldRequest, prompt: string, maxTokens: number) {
  const request: GenerateRequest = {
    messages: [{ role: 'user', text: prompt }],
    effort: 'low',
    date: localDate(),
    temperature: 0,
    seed: 0,
    maxTokens,
    // Thinking would eat the summary's tokens.
    continuation: { reasoning: '', text: '', channel: 'answer' },
  }
  let summary = ''
  let isAtEnd = true
  for await (const event of engine.generate(request, signal)) {
    if (event.type === 'end') isAtEnd = event.reason !== 'length'
    if (event.type !== 'text' || event.channel !== 'answer') continue
    summary += event.text
    onText(summary)
  }
  signal.throwIfAborted()
  if (summary.trim() === '') throw new AppError('no-answer', 'The model wrote no summary. Nothing was folded.')
  return { summary: summary.trim(), isAtEnd }
}

/** Up to the last sentence or line that is whole, else up to the last word. */
export function wholeSentences(text: string): string {
  const upTo = (end: RegExp) => new RegExp(`^.*(?:${end.source})`, 's').exec(text)?.[0].trim()
  return upTo(/[.!?…]["'”’»)\]]*(?=\s|$)|[。！？]|(?=\n)/) || upTo(/(?=\s)/) || text
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

import type { GenerateRequest, PromptMessage } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { localDate } from '../../../contract/local-date.js'
import { storableText } from '../../../contract/storable-text.js'
import type { EngineClient } from '../engine/engine-client.js'
import { summaryBudget } from './context.js'
import type { ToldDocuments } from './document-views.js'
import { promptMessagesOf, type VisiblePath } from './prompt.js'

interface FoldRequest {
  readonly engine: EngineClient
  readonly contextLength: number
  readonly visible: VisiblePath
  /** How many of the oldest messages are folded. */
  readonly count: number
  readonly told: ToldDocuments
  /** Called with the whole text so far, each time that it grows. */
  readonly onText: (text: string) => void
  readonly signal: AbortSignal
}

const instruction =
  'Summarise the conversation below, so that it can go on from the summary alone. Keep names, numbers, dates, decisions and open questions. Write the summary and nothing else.'

/** Maximum tokens of the prompt beside the text: the format's markers, the instruction and its tags. */
const maxFrameTokens = 200

/** The text that replaces folded messages. */
interface Folded {
  readonly summary: string
  /** The summary reached the token limit twice and is cut after its last whole sentence. */
  readonly isShortened: boolean
}

/**
 * Lets the model write a summary of the oldest messages. If they do not fit into one prompt, it works in rounds: each one
 * gets the summary of the round before. Throws `no-answer` when the model writes none.
 */
export async function foldConversation(request: FoldRequest): Promise<Folded> {
  const { engine, contextLength, visible, count, told, signal } = request
  const budget = summaryBudget(contextLength)
  const maxTokens = contextLength - 2 * budget - maxFrameTokens
  const messages = visible.messages.slice(0, count).flatMap((message) => promptMessagesOf(message, told, []))
  let folded: Folded = { summary: visible.summary ?? '', isShortened: false }
  for (const text of await splitIntoPieces(messages, maxTokens, (texts) => engine.countTokens(texts))) {
    signal.throwIfAborted()
    const { summary, isShortened } = await summarise(request, folded.summary, text, budget)
    folded = { summary, isShortened: folded.isShortened || isShortened }
  }
  return folded
}

/** Requests the summary once more, shorter, if it reaches `maxTokens`. */
async function summarise(request: FoldRequest, before: string, text: string, maxTokens: number): Promise<Folded> {
  const known = before === '' ? '' : `<before>\n${before}\n</before>\n\n`
  const material = `${known}<conversation>\n${text}\n</conversation>`
  const whole = await write(request, `${instruction}\n\n${material}`, maxTokens)
  if (whole.isComplete) return { summary: whole.summary, isShortened: false }
  // A token is about three quarters of a word. Half of that, because models count words badly.
  const limit = `Use at most ${Math.floor((maxTokens * 3) / 8)} words.`
  const short = await write(request, `${instruction} ${limit}\n\n${material}`, maxTokens)
  return short.isComplete
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
    // Reasoning would use up the summary's tokens.
    continuation: { reasoning: '', text: '', channel: 'answer' },
  }
  let summary = ''
  let isComplete = true
  for await (const event of engine.generate(request, signal)) {
    if (event.type === 'end') isComplete = event.reason !== 'length'
    if (event.type !== 'text' || event.channel !== 'answer') continue
    summary += storableText(event.text)
    onText(summary)
  }
  signal.throwIfAborted()
  if (summary.trim() === '') throw new AppError('no-answer', 'The model wrote no summary. Nothing was folded.')
  return { summary: summary.trim(), isComplete }
}

/** Cuts the text after its last whole sentence or line, or else before its last word. */
export function wholeSentences(text: string): string {
  const upTo = (end: RegExp) => new RegExp(`^.*(?:${end.source})`, 's').exec(text)?.[0].trim()
  return upTo(/[.!?…]["'”’»)\]]*(?=\s|$)|[。！？]|(?=\n)/) || upTo(/(?=\s)/) || text
}

/** Returns the conversation as text, in pieces of at most `maxTokens` tokens. Splits a message that is longer. */
export async function splitIntoPieces(
  messages: readonly PromptMessage[],
  maxTokens: number,
  count: (texts: readonly string[]) => Promise<readonly number[]>,
): Promise<readonly string[]> {
  let lines: readonly string[] = messages.map(({ role, text }) => `${role === 'user' ? 'User' : 'Assistant'}: ${text}`)
  let counts = await count(lines)
  while (counts.some((tokens, index) => tokens > maxTokens && (lines[index]?.length ?? 0) > 1)) {
    lines = lines.flatMap((line, index) => ((counts[index] ?? 0) > maxTokens ? splitInHalf(line) : [line]))
    counts = await count(lines)
  }
  const pieces: string[] = []
  let usedTokens = Number.POSITIVE_INFINITY
  for (const [index, line] of lines.entries()) {
    // One more for the blank line between two lines.
    const tokens = (counts[index] ?? 0) + 1
    if (usedTokens + tokens > maxTokens) {
      pieces.push(line)
      usedTokens = tokens
    } else {
      pieces.push(`${pieces.pop()}\n\n${line}`)
      usedTokens += tokens
    }
  }
  return pieces
}

/** Splits a text near its middle, at a line break or else a space, never within a surrogate pair. */
function splitInHalf(text: string): readonly [string, string] {
  const middle = Math.floor(text.length / 2)
  const near = [text.lastIndexOf('\n', middle), text.lastIndexOf(' ', middle)].find((at) => at > middle / 2)
  const at = near === undefined ? middle : near + 1
  const isInPair = /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '')
  const cut = isInPair ? at + 1 : at
  return [text.slice(0, cut), text.slice(cut)]
}

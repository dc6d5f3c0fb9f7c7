import type { SummaryPoint } from '../../../../contract/documents.js'
import type { GenerateRequest } from '../../../../contract/engine.js'
import words from './prompts.json' with { type: 'json' }

type Prompt = Pick<GenerateRequest, 'instructions' | 'messages'>

/** The marker of a passage in prompts and answers. */
export const markerOf = ({ page, passage }: { page: number; passage: number }) => `[p. ${page}:${passage}]`

/** A passage, or a piece of one, as written in a prompt. */
export const passageBlock = (place: { page: number; passage: number }, text: string) => `${markerOf(place)}\n${text}`

/** Asks for notes on passages. @param marker one that the passages have, for the example */
export const notesPrompt = (passages: readonly string[], marker: string): Prompt =>
  prompt(words.notesInstructions, passages, words.notesAsk.replace('{marker}', marker))

/** Asks for one sentence on a text that has no marker. */
export const passagePrompt = (text: string): Prompt => prompt(words.notesInstructions, [text], words.passageAsk)

export const mergePrompt = (blocks: readonly string[], marker: string): Prompt =>
  prompt(words.mergeInstructions, blocks, words.mergeAsk.replace('{marker}', marker))

/** Lets an answer begin with a point of the passage that `marker` names. Most tokens begin with the space that follows. */
export const pointOpening = (marker: string) => `- ${marker}`

/** The notes of one block under its heading; `number` starts at 1. */
export const noteBlock = (number: number, lines: readonly string[]) =>
  [words.partHeading.replace('{n}', String(number)), ...lines].join('\n')

export function noteLine({ text, page, passage }: SummaryPoint): string {
  if (page === undefined) return `- ${text}`
  return passage === undefined ? `- [p. ${page}] ${text}` : `- [p. ${page}:${passage}] ${text}`
}

/** The ask comes last: a small model has forgotten what stands before a long text. */
const prompt = (instructions: string, pieces: readonly string[], ask: string): Prompt => ({
  instructions,
  messages: [{ role: 'user', text: `${words.textOpen}${pieces.join('\n\n')}${words.textClose}\n\n${ask}` }],
})

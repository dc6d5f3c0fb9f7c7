import type { SummaryPoint } from '../../../contract/documents.js'
import type { GenerateRequest } from '../../../contract/engine.js'
import words from './prompts.json' with { type: 'json' }

type Prompt = Pick<GenerateRequest, 'instructions' | 'messages'>

/** A passage, or a piece of one, as written in a prompt. */
export const passageBlock = ({ page, passage }: { page: number; passage: number }, text: string) =>
  `[p. ${page}:${passage}]\n${text}`

export const notesPrompt = (passages: readonly string[]): Prompt =>
  prompt(words.notesInstructions, words.notesAsk, passages)

export const mergePrompt = (blocks: readonly string[]): Prompt =>
  prompt(words.mergeInstructions, words.mergeAsk, blocks)

/** The notes of one block under its heading; `number` starts at 1. */
export const noteBlock = (number: number, lines: readonly string[]) =>
  [words.partHeading.replace('{n}', String(number)), ...lines].join('\n')

export function noteLine({ text, page, passage }: SummaryPoint): string {
  if (page === undefined) return `- ${text}`
  return passage === undefined ? `- [p. ${page}] ${text}` : `- [p. ${page}:${passage}] ${text}`
}

const prompt = (instructions: string, ask: string, pieces: readonly string[]): Prompt => ({
  instructions,
  messages: [{ role: 'user', text: `${ask}\n\n${words.textOpen}${pieces.join('\n\n')}${words.textClose}` }],
})

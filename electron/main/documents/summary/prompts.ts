import type { SummaryPoint } from '../../../../contract/documents.js'
import type { GenerateRequest } from '../../../../contract/engine.js'
import { markerOf } from '../../../../contract/page-markers.js'
import type { SummaryOptions } from '../../../../contract/summary-forms.js'
import { inFrame } from '../frame.js'
import type { PartKind } from './part-kind.js'
import words from './prompts.json' with { type: 'json' }

type Prompt = Pick<GenerateRequest, 'instructions' | 'messages'>

/** A passage, or a piece of one, as written in a prompt. */
export const passageBlock = (place: { page: number; passage: number }, text: string) => `${markerOf(place)}\n${text}`

/**
 * Asks for notes on passages.
 * @param marker one that the passages have, for the example
 * @param hasNumbers the sentences of the passages have numbers
 */
export const notesPrompt = (
  passages: readonly string[],
  marker: string,
  { kind = 'prose', hasNumbers = false }: { readonly kind?: PartKind; readonly hasNumbers?: boolean } = {},
): Prompt =>
  prompt(
    words.notesInstructions,
    passages,
    asks(kind !== 'prose' && words.partAsks[kind], words.notesAsk, hasNumbers && words.numberAsk).replaceAll(
      '{marker}',
      marker,
    ),
  )

/** Asks for one sentence on a text that has no marker. */
export const passagePrompt = (text: string): Prompt => prompt(words.notesInstructions, [text], words.passageAsk)

/** Asks to combine blocks of notes. */
export const mergePrompt = (
  blocks: readonly string[],
  marker: string,
  { hasEvidence = false, purpose }: { readonly hasEvidence?: boolean; readonly purpose?: string } = {},
): Prompt =>
  prompt(
    words.mergeInstructions,
    blocks,
    asks(hasEvidence && words.evidenceAsk, purposeAsk(purpose), words.mergeAsk.replace('{marker}', marker)),
  )

/** Asks to write notes in a form. */
export const formPrompt = (
  lines: readonly string[],
  marker: string,
  { form, purpose, language }: SummaryOptions,
  hasEvidence: boolean,
): Prompt =>
  prompt(
    words.formInstructions,
    [lines.join('\n')],
    asks(
      hasEvidence && words.evidenceAsk,
      purposeAsk(purpose),
      language && words.languageAsk.replace('{language}', () => language),
      words.forms[form].replace('{marker}', marker),
    ),
  )

const purposeAsk = (purpose: string | undefined) => purpose && words.purposeAsk.replace('{purpose}', () => purpose)
const asks = (...all: readonly (string | false | undefined)[]) => all.filter(Boolean).join('\n')

/** Lets an answer begin with a point of the passage that `marker` names. Most tokens begin with the space that follows. */
export const pointOpening = (marker: string) => `- ${marker}`

/** The notes of one block under its heading; `number` starts at 1. */
export const noteBlock = (number: number, lines: readonly string[]) =>
  [words.partHeading.replace('{n}', String(number)), ...lines].join('\n')

export function noteLine({ text, page, passage }: SummaryPoint): string {
  if (page === undefined) return `- ${text}`
  return passage === undefined ? `- [p. ${page}] ${text}` : `- [p. ${page}:${passage}] ${text}`
}

/** The sentence of the document that a note rests on, for the line below it. */
export const evidenceLine = (sentence: string) => words.evidence.replace('{sentence}', () => sentence)

/** What every evidence line begins with, without the space before it. */
export const evidenceOpening = words.evidence.split('{sentence}')[0]?.trim() ?? ''

/** What the prompts say, for telling an answer that repeats them. */
export const promptSentences: readonly string[] = [
  words.notesInstructions,
  words.notesAsk,
  words.passageAsk,
  words.numberAsk,
  ...Object.values(words.partAsks),
  words.mergeInstructions,
  words.mergeAsk,
  words.evidenceAsk,
  words.formInstructions,
  ...Object.values(words.forms),
].flatMap((text) => text.replace(/\n- \{marker\}.*/s, '').split(/(?<=[.:])\s+/))

/** Stands for the request in a conversation that has the summary. */
export const summaryAsk = (name: string) => words.summaryAsk.replace('{name}', () => name)

/** The ask comes last: a small model has forgotten what stands before a long text. */
const prompt = (instructions: string, pieces: readonly string[], ask: string): Prompt => ({
  instructions,
  messages: [{ role: 'user', text: `${inFrame(pieces.join('\n\n'))}\n\n${ask}` }],
})

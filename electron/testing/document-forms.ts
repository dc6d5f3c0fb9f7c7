import type { ReadDocument } from '../../contract/reader.js'
import type { Answer, Ask, Prompt } from '../main/documents/summary/ask-for-points.js'
import { EngineTurns } from '../main/documents/summary/engine-turns.js'
import { PassageText, planParts } from '../main/documents/summary/plan.js'
import words from '../main/documents/summary/prompts.json' with { type: 'json' }
import { takeNotes } from '../main/documents/summary/steps.js'
import { EngineQueue } from '../main/engine/engine-queue.js'
import type { Part } from '../main/store/job-steps.js'
import { EngineInProcess } from './engine-in-process.js'
import { readText, texts } from './texts.js'

/** Which of the prompts that the app sends for a part get an answer, and how they are changed before. */
type Form = (prompt: Prompt) => Prompt | undefined

const isOpened = ({ continuation }: Prompt) => continuation !== undefined
const isOnPassage = ({ messages: [message] }: Prompt) => message?.text.endsWith(words.passageAsk) ?? false
const isFirst = (prompt: Prompt) => !isOpened(prompt) && !isOnPassage(prompt)

/** The forms of a document prompt, each alone, and the app's own order of them. */
export const forms = {
  askFirst: (prompt) => (isFirst(prompt) ? withAskFirst(prompt) : undefined),
  askLast: (prompt) => (isFirst(prompt) ? prompt : undefined),
  askLastOpened: (prompt) => (isOpened(prompt) ? prompt : undefined),
  passageByPassage: (prompt) => (isOnPassage(prompt) ? prompt : undefined),
  app: (prompt) => prompt,
} satisfies Record<string, Form>

export type FormName = keyof typeof forms

function withAskFirst(prompt: Prompt): Prompt {
  const close = words.textClose
  return {
    ...prompt,
    messages: prompt.messages.map(({ role, text }) => {
      const end = text.lastIndexOf(close) + close.length
      return { role, text: `${text.slice(end).trim()}\n\n${text.slice(0, end)}` }
    }),
  }
}

export interface FormFigures {
  readonly form: FormName
  readonly parts: number
  /** Parts on which the model made no usable note, so that the first sentence stands in. */
  readonly partsWithoutNote: number
  readonly points: number
  /** Points with a place in the document. */
  readonly placedPoints: number
  /** Points that stand in the document word for word. */
  readonly quotes: number
  readonly prompts: number
  readonly seconds: number
}

const nothing: Answer = { text: '', isCutOff: false }

/** Takes notes on each part as the app does, with the answers of one form only. */
export async function measureForm(
  form: FormName,
  parts: readonly { readonly part: Part; readonly text: PassageText }[],
  ask: Ask,
): Promise<FormFigures> {
  const startedAt = performance.now()
  let prompts = 0
  const askInForm: Ask = (prompt) => {
    const changed = (forms[form] as Form)(prompt)
    if (!changed) return Promise.resolve(nothing)
    prompts++
    return ask(changed)
  }
  const outcomes: Awaited<ReturnType<typeof takeNotes>>[] = []
  for (const { part, text } of parts) outcomes.push(await takeNotes(part, text, askInForm))
  const points = outcomes.filter(({ isByModel }) => isByModel).flatMap((outcome) => outcome.points)
  return {
    form,
    parts: parts.length,
    partsWithoutNote: outcomes.filter(({ isByModel }) => !isByModel).length,
    points: points.length,
    placedPoints: points.filter(({ page }) => page !== undefined).length,
    quotes: points.filter(({ isQuote }) => isQuote).length,
    prompts,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  }
}

export interface FormsOptions {
  readonly addon: string
  readonly folder: string
  /** Maximum length of a part. */
  readonly partTokens: number
  readonly onForm: (form: FormName) => void
}

/** For `npm run bench -- notes`: what a model makes of each form, on parts of the texts for tests. */
export async function measureForms({ addon, folder, partTokens, onForm }: FormsOptions) {
  const engine = await EngineInProcess.open({ addon, folder })
  const user = { purpose: 'document', conversationId: '', targetId: '' } as const
  const { ask, count } = new EngineTurns(engine, new EngineQueue(), user, new AbortController().signal)
  const parts = await partsOf(Object.values(texts).map(readText), partTokens, count)
  const results: FormFigures[] = []
  for (const form of Object.keys(forms) as FormName[]) {
    onForm(form)
    results.push(await measureForm(form, parts, ask))
  }
  return { partTokens, texts: Object.keys(texts).length, forms: results }
}

async function partsOf(documents: readonly ReadDocument[], partTokens: number, count: EngineTurns['count']) {
  const all: { readonly part: Part; readonly text: PassageText }[] = []
  for (const { pages } of documents) {
    const text = new PassageText(pages.map(({ passages }, index) => ({ page: index + 1, passages })))
    const planned = await planParts(text, text.pieces(), partTokens, count)
    all.push(...planned.map((pieces, index) => ({ part: { number: index + 1, pieces }, text })))
  }
  return all
}

import type { Batch, RowAnswer } from '../../../../contract/batch.js'
import { AppError } from '../../../../contract/errors.js'
import { withoutMarkers } from '../../../../contract/page-markers.js'
import type { Store } from '../../store/store.js'
import type { Documents } from '../documents.js'
import { askDocuments } from '../questions/ask-documents.js'
import { maxDocumentTokens } from '../questions/choose-views.js'
import { type Ask, greedy } from '../summary/ask-for-points.js'
import { type EngineTurns, ModelChanged } from '../summary/engine-turns.js'
import { rowPrompt } from './row-prompt.js'
import type { AskAboutRow } from './run-batch.js'

export interface AskAboutRowOptions {
  readonly batch: Batch
  readonly prompt: string
  readonly store: Pick<Store, 'batches' | 'documents'>
  readonly documents: Pick<Documents, 'document' | 'whenRead'>
  readonly turns: EngineTurns
}

type Answered = Pick<RowAnswer, 'answer' | 'links'>
type OnText = (text: string) => void

/** More would not fit beside the answer. */
const maxLinks = 5

/** Asks about the rows of a batch: each is the only thing that the model sees beside the prompt. */
export function createAskAboutRow({ batch, prompt, store, documents, turns }: AskAboutRowOptions): AskAboutRow {
  const columns = store.batches.columns(batch.messageId)

  const askAboutDocument = async (id: string, onText: OnText, signal: AbortSignal): Promise<Answered> => {
    await whenRead(documents, id, signal)
    const { contextLength, isDemo } = await turns.model()
    const pages = await store.documents.pages(id)
    const text = pages.flatMap(({ passages }) => passages).join('\n')
    const { ask, ending } = withEnding(turns.ask)
    const { answer, links } = await askDocuments([{ document: { name: documents.document(id).name, pages } }], prompt, {
      contextLength,
      ask,
      count: turns.count,
      // Only a search has a use for more words.
      expands: !isDemo && !(await isWithin(text, maxDocumentTokens(contextLength), turns)),
      onText: (text) => onText(readable(text)),
    })
    const cited = new Map(links.filter(({ isCited }) => isCited).map(({ page, passage }) => [page, { page, passage }]))
    return { answer: readable(answer) + ending(), links: [...cited.values()].slice(0, maxLinks) }
  }

  const askAboutCells = async (row: number, onText: OnText): Promise<Answered> => {
    const asked = rowPrompt(columns, store.batches.cells(batch.messageId, row), prompt)
    const { contextLength } = await turns.model()
    const [tokens = 0] = await turns.count(asked.messages.map(({ text }) => text))
    const maxTokens = Math.floor(contextLength / 2)
    if (tokens > maxTokens) {
      const sizes = [tokens, maxTokens].map((size) => size.toLocaleString('en'))
      throw new AppError('context-full', `This row is too long for the model: ${sizes.join(' of at most ')} tokens.`)
    }
    const { ask, ending } = withEnding(turns.ask)
    const { text } = await ask({ ...asked, ...greedy }, onText)
    return { answer: text + ending(), links: [] }
  }

  return (row, onText, signal) =>
    inRowWords(async () => {
      const { documentId } = batch.rows[row] ?? { documentId: '' }
      const ask = () =>
        batch.source === 'documents' ? askAboutDocument(documentId, onText, signal) : askAboutCells(row, onText)
      const { answer, links } = await againAfterModelChange(ask)
      if (answer.trim() === '') throw new AppError('no-answer', 'The model gave no answer.')
      return { answer: answer.trim(), links }
    })
}

/** Without the markers, whose pages are links below the answer. */
const readable = (answer: string) => withoutMarkers(answer).replace(/[ \t]+(?=[.,]|$)/gm, '')

/** No tokenizer has longer tokens on average. */
const maxCharactersPerToken = 16

async function isWithin(text: string, maxTokens: number, turns: EngineTurns): Promise<boolean> {
  if (text.length > maxTokens * maxCharactersPerToken) return false
  const [tokens = 0] = await turns.count([text])
  return tokens <= maxTokens
}

/** Throws why the document could not be read. Its name, which the sentence may begin with, stands in the row already. */
async function whenRead(documents: AskAboutRowOptions['documents'], id: string, signal: AbortSignal): Promise<void> {
  try {
    await documents.whenRead([id], signal)
  } catch (cause) {
    const { error } = documents.document(id)
    throw error && !signal.aborted ? new AppError(error.code, error.message, { cause }) : cause
  }
}

/** `ending` is what shows that the last answer was cut off. */
function withEnding(ask: Ask) {
  let isCutOff = false
  return {
    ask: (async (...args) => {
      const answer = await ask(...args)
      isCutOff = answer.isCutOff
      return answer
    }) satisfies Ask,
    ending: () => (isCutOff ? ' …' : ''),
  }
}

/** The user may choose another model at any time; then more or less of a document fits. */
async function againAfterModelChange<T>(work: () => Promise<T>): Promise<T> {
  while (true) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ModelChanged)) throw error
    }
  }
}

async function inRowWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'engine-gone')) throw error
    const message = 'The model stopped again and again at this row. Try it again, or with another model.'
    throw new AppError('engine-gone', message, { cause: error })
  }
}

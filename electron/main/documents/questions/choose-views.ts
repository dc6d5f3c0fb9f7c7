import type { DocumentView } from '../../../../contract/documents.js'
import { type AttachedDocument, attachmentText, pieceBlock } from './attachment.js'
import { type CountTokens, choosePassages } from './choose-passages.js'
import { PassageIndex, type WeightedTerms } from './passage-index.js'
import { termsOf, termsOfQuestion } from './terms.js'

export interface AskedDocument {
  readonly document: AttachedDocument
  /** As in the prompt; see `Attachment`. */
  readonly number?: number
  /** The tokens of the whole text. Absent: counted when needed. */
  readonly tokens?: number
}

export interface Question {
  readonly text: string
  /** Earlier questions of the conversation, the newest last: "And the second one?" says nothing alone. */
  readonly earlier?: readonly string[]
  /** Returns words that the model expects in an answer; see expand-question.ts. Only a text that is searched needs them. */
  readonly expand?: () => Promise<readonly string[]>
}

export interface ViewOptions {
  /** Of all documents in the prompt. */
  readonly maxTokens: number
  readonly count: CountTokens
  /** Of the documents, in their order, from an earlier question. Absent: built when needed, and closed. */
  readonly index?: PassageIndex
}

/** Half of the context for documents leaves room for the conversation, and the reply. */
export const maxDocumentTokens = (contextLength: number): number => Math.floor(contextLength / 2)

/** A text that does not fit is read by passages, as few as a person waits for. */
const maxPassageTokens = 8_000
const maxPageShare = 1 / 4
const earlierWeight = 0.3
const maxEarlier = 2
/** Rubbish from the model must not outweigh the question. */
const expansionWeight = 0.3
/** No tokenizer has longer tokens on average: a longer text need not be counted to know that it does not fit. */
const maxCharactersPerToken = 16

/**
 * Chooses what the model sees of each document: the whole text where all fit, or where a small one fits into its share;
 * else the passages that are likely to answer the question, on at most a quarter of the pages.
 */
export async function chooseViews(
  documents: readonly AskedDocument[],
  question: Question,
  options: ViewOptions,
): Promise<readonly DocumentView[]> {
  const sizes = await sizesOf(documents, options)
  const whole = wholeDocuments(sizes, options.maxTokens)
  const searched = documents.flatMap((asked, at) => (whole.has(at) ? [] : [{ ...asked, at }]))
  if (searched.length === 0) return documents.map(() => ({ sees: 'whole' }))
  const used = [...whole].reduce((sum, at) => sum + (sizes[at] ?? 0), 0)
  const maxTokens = Math.min(options.maxTokens - used, maxPassageTokens)
  const terms = termsIn(question, await question.expand?.())
  const index = options.index ?? (await PassageIndex.build(documents.map(({ document }) => document.pages)))
  try {
    const chosen = await choosePassages(index, terms, {
      among: new Set(searched.map(({ at }) => at)),
      block: (passage) => pieceBlock(passage, documents[passage.document]?.number),
      maxTokens,
      maxPages: (at) => Math.max(1, Math.floor((documents[at]?.document.pages.length ?? 0) * maxPageShare)),
      count: options.count,
    })
    return documents.map((_, at): DocumentView => {
      if (whole.has(at)) return { sees: 'whole' }
      const mine = chosen.filter(({ row }) => index.passage(row).document === at)
      const pieces = mine.map(({ row, start, end }) => {
        const { page, passage } = index.passage(row)
        return { page, passage, start, end }
      })
      return { sees: 'passages', pieces }
    })
  } finally {
    if (!options.index) index.close()
  }
}

/** The tokens of each document as a whole; infinite for one that is far too long. */
async function sizesOf(
  documents: readonly AskedDocument[],
  { maxTokens, count }: ViewOptions,
): Promise<readonly number[]> {
  const texts = documents.map(({ document, number, tokens }) => {
    if (tokens !== undefined) return ''
    const length = document.pages.reduce((sum, { passages }) => sum + passages.join('').length, 0)
    return length > maxTokens * maxCharactersPerToken
      ? ''
      : attachmentText({ document, number, view: { sees: 'whole' } })
  })
  const counts = await count(texts.filter((text) => text !== ''))
  let next = 0
  return texts.map((text, at) =>
    text === '' ? (documents[at]?.tokens ?? Number.POSITIVE_INFINITY) : (counts[next++] ?? 0),
  )
}

/** The places of the documents that the model sees whole: the small ones, as long as each of the others has as much room. */
function wholeDocuments(sizes: readonly number[], maxTokens: number): ReadonlySet<number> {
  const whole = new Set<number>()
  let left = maxTokens
  const bySize = [...sizes.entries()].sort(([, a], [, b]) => a - b)
  for (const [place, [at, size]] of bySize.entries()) {
    if (size > left / (sizes.length - place)) break
    whole.add(at)
    left -= size
  }
  return whole
}

function termsIn({ text, earlier = [] }: Question, expansion: readonly string[] = []): readonly WeightedTerms[] {
  return [
    { ...termsOfQuestion(text), weight: 1 },
    ...earlier
      .slice(-maxEarlier)
      .map((other) => ({ ...termsOfQuestion(other), asksForNumber: false, weight: earlierWeight })),
    ...(expansion.length > 0 ? [{ ...termsOf(expansion.join('\n')), weight: expansionWeight }] : []),
  ]
}

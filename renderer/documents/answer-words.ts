import type { AssistantMessage, SeenDocument } from '../../contract/chat.js'
import type { AddedDocument, AnswerSources, DocumentView, PassageLink } from '../../contract/documents.js'
import {
  inPlainWords,
  markersIn,
  type NamedPlace,
  withoutHalfMarker,
  withoutOpenMarker,
} from '../../contract/page-markers.js'
import { formatNumber, plural } from '../ui/words.js'

type DocumentsById = Readonly<Record<string, AddedDocument>>

/** An answer that names places in documents, with references in place of its markers. */
export interface ReferencedAnswer {
  readonly text: string
  /** Of each reference, the places that it names. */
  readonly references: readonly (readonly NamedPlace[])[]
}

/**
 * Replaces the markers of an answer. While the answer is being written, its end that may become a marker is left out.
 * @param mark the text of a reference by its number, from 0
 */
export function referencedAnswer(
  answer: string,
  isFinished: boolean,
  mark: (index: number) => string,
): ReferencedAnswer {
  const shown = isFinished ? withoutHalfMarker(answer) : withoutOpenMarker(answer)
  const markers = markersIn(shown)
  let from = 0
  const parts = markers.map(({ start, end }, index) => {
    const part = shown.slice(from, start) + mark(index)
    from = end
    return part
  })
  return { text: parts.join('') + shown.slice(from), references: markers.map(({ places }) => places) }
}

/** Only in a conversation with documents, what looks like a marker is one. Those of projects count where they were seen. */
export const mayHaveMarkers = ({ recipe }: Pick<AssistantMessage, 'recipe'>, documents: DocumentsById): boolean =>
  (recipe?.told.documents ?? []).length > 0 || Object.values(documents).some(({ folderId }) => folderId === undefined)

/** An answer for the clipboard, with "(p. 3)" in place of each marker. Unchanged where none can be. */
export function plainAnswer(message: AssistantMessage, documents: DocumentsById): string {
  const { text, recipe } = message
  if (!mayHaveMarkers(message, documents)) return text
  const seen = recipe?.told.documents ?? []
  return inPlainWords(withoutHalfMarker(text), (number) => documents[seen[number - 1]?.documentId ?? '']?.name)
}

/** The pages of one document that a reply looked at. */
export interface LookedAt {
  readonly documentId: string
  readonly words: string
  readonly pages: readonly LookedAtPage[]
}

export interface LookedAtPage {
  readonly page: number
  /** The passage to mark; absent where none is known to matter more than the others. */
  readonly passage?: number
  /** Its sentence that is closest to question and answer. */
  readonly quote?: string
  /** Of a passage of a transcript: the time at which it begins. */
  readonly time?: string
}

/** Of a whole document with more pages, only those that matter have a link. */
const maxPagesOfWhole = 12

/** What a reply looked at, in the order of its documents. Without `sources`, which come later, links mark no passage. */
export function lookedAt(
  seen: readonly SeenDocument[],
  documents: DocumentsById,
  sources: AnswerSources | undefined,
): readonly LookedAt[] {
  const cited = sources?.citations.flat().filter((link) => link !== null) ?? []
  const links = [...cited, ...(sources?.passages ?? [])]
  return seen.flatMap((each) => {
    const { documentId } = each
    const document = documents[documentId]
    if (!document) return []
    const { pages } = document
    const own = (all: readonly PassageLink[]) => all.filter((link) => link.documentId === documentId)
    const isLong = pages.total > maxPagesOfWhole
    const wholePages = isLong ? own(cited).map(({ page }) => page) : [...pageNumbers(pages.total)]
    const pieces = each.sees === 'passages' ? each.pieces : []
    const numbers = each.sees === 'whole' ? wholePages : pieces.map(({ page }) => page)
    return [{ documentId, words: lookedAtWords(each, document), pages: pagesOf(numbers, own(links), pieces) }]
  })
}

function* pageNumbers(total: number) {
  for (let page = 1; page <= total; page++) yield page
}

function lookedAtWords(view: DocumentView, { name, pages }: AddedDocument): string {
  switch (view.sees) {
    case 'whole':
      return `Looked at ${pages.total === 1 ? 'the only page' : `all ${plural(pages.total, 'page')}`} of ${name}`
    case 'passages': {
      const count = new Set(view.pieces.map(({ page }) => page)).size
      const ofAll = `of ${plural(pages.total, 'page')} of ${name}`
      if (view.partsRead === undefined) return `Looked at ${formatNumber(count)} ${ofAll}`
      const read =
        pages.failed === 0
          ? `All ${plural(pages.total, 'page')} of ${name}`
          : `${formatNumber(pages.total - pages.failed)} ${ofAll}`
      return `${read} were read, in ${plural(view.partsRead, 'part')}`
    }
    case 'summary':
      return `Saw only the summary of ${name}`
    case 'gone':
      return `Did not look at ${name}`
  }
}

function pagesOf(
  numbers: readonly number[],
  links: readonly PassageLink[],
  pieces: readonly { readonly page: number; readonly passage: number }[] = [],
): readonly LookedAtPage[] {
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((page) => {
      const link = links.find((each) => each.page === page)
      const passage = link?.passage ?? pieces.find((piece) => piece.page === page)?.passage
      const { quote, time } = link ?? {}
      return {
        page,
        ...(passage !== undefined && { passage }),
        ...(quote !== undefined && { quote }),
        ...(time !== undefined && { time }),
      }
    })
}

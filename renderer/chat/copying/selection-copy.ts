import { cleanCopy } from './clean-copy.js'
import { toMarkdown } from './to-markdown.js'

/** A piece of a conversation in the forms in which other apps take it. */
export interface Copied {
  /** Markdown, or the words alone where they are of one paragraph. */
  readonly text: string
  readonly html: string
}

/** A selection in one of these is words, and not a text with a structure. */
const blocks = 'p, li, h1, h2, h3, tr, pre, blockquote, hr, table'

/** A selection in the transcript as rich text and as Markdown, the words of one paragraph as they are. */
export function selectionCopy(range: Range): Copied {
  const content = cleanCopy(range)
  return { text: hasStructure(content) ? toMarkdown(content) : plainText(content), html: content.innerHTML }
}

/** The same, always as Markdown. */
export const selectionMarkdown = (range: Range): string => toMarkdown(cleanCopy(range))

const hasStructure = (content: HTMLElement) =>
  content.querySelectorAll(blocks).length > 1 || content.querySelector('li, tr, h1, h2, h3, blockquote, hr') !== null

function plainText(content: HTMLElement): string {
  const copy = content.cloneNode(true) as HTMLElement
  for (const end of copy.querySelectorAll('br')) end.replaceWith('\n')
  return copy.textContent
}

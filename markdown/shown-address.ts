import { openableAddress } from '../contract/openable-address.js'
import { parser } from './parser.js'

/** A reference link shows its address at each use, so that a long one would multiply the text. */
const maxCharacters = 100

/** What is shown of the address of a link or an image behind its words: nothing if it opens, or if the words are the address. */
export function shownAddress(href: string, words: string): string {
  const isHidden = href === '' || href === words || href === parser.normalizeLink(words) || openableAddress(href)
  if (isHidden) return ''
  return href.length <= maxCharacters ? ` (${href})` : ` (${href.slice(0, maxCharacters)}…)`
}

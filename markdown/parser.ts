import MarkdownIt, { type StateInline } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { bareAddress, mailAddresses, plainText } from './addresses.js'
import { noteDefinition, noteReference, tooDeep } from './containers.js'
import { countStep } from './environment.js'
import { formula, formulaBlock } from './formula-rules.js'
import { htmlBlock, htmlInline } from './html.js'
import { table } from './table.js'

const everyBlock = { alt: ['paragraph', 'reference', 'blockquote', 'list'] }

/** markdown-it with the rules of GFM, footnotes, and the few tags that models write. It only makes tokens, never HTML. */
export const parser = new MarkdownIt('commonmark', { maxNesting: 40 }).enable(['table', 'strikethrough'])
parser.use(cjkFriendly)
// What an address may open is decided where it is drawn (contract/openable-address.ts).
parser.validateLink = () => true

const { ruler: blocks } = parser.block
blocks.at('table', table, { alt: ['paragraph', 'reference'] })
blocks.before('table', 'budget', (state) => countStep(state.env), everyBlock)
blocks.before('blockquote', 'too_deep', tooDeep)
blocks.before('blockquote', 'formula_block', formulaBlock, everyBlock)
blocks.before('reference', 'note_definition', noteDefinition, everyBlock)
blocks.at('html_block', htmlBlock, { alt: ['paragraph', 'reference', 'blockquote'] })

const { ruler: inlines, ruler2: afterInlines } = parser.inline
inlines.at('text', plainText)
inlines.before('text', 'budget', (state) => countStep(state.env))
inlines.after('text', 'bare_address', bareAddress)
inlines.before('escape', 'formula', formula)
inlines.before('strikethrough', 'tildes', tildes)
inlines.before('link', 'note_reference', noteReference)
inlines.at('html_inline', htmlInline)
inlines.before('emphasis', 'times_sign', timesSign)
afterInlines.push('mail_addresses', mailAddresses)

/** Asterisks between two digits multiply: a dose of `2*3*4` must not become 234. */
function timesSign(state: StateInline, isSilent: boolean): boolean {
  if (state.src[state.pos] !== '*' || !isDigit(state.src[state.pos - 1])) return false
  let end = state.pos
  while (state.src[end] === '*' && end < state.posMax) end++
  if (!isDigit(state.src[end])) return false
  if (!isSilent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}

const isDigit = (character = '') => /^\d$/.test(character)

/** Tildes that strike nothing through: only exactly two do, so that `1~2` and `~~~` stay text. */
function tildes(state: StateInline, isSilent: boolean): boolean {
  let end = state.pos
  while (state.src[end] === '~' && end < state.posMax) end++
  const length = end - state.pos
  if (length === 0 || length === 2) return false
  if (!isSilent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}

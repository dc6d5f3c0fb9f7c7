import { Lexer, type Token, Tokenizer, type Tokens } from 'marked'

/** A text parsed as Markdown: frozen blocks, which cannot change any more, and the open ones at the end. */
export interface Blocks {
  readonly source: string
  readonly frozen: readonly Token[]
  readonly frozenLength: number
  readonly open: readonly Token[]
}

export const noBlocks: Blocks = { source: '', frozen: [], frozenLength: 0, open: [] }

class BlockTokenizer extends Tokenizer {
  /** Ignores link definitions, which would change earlier blocks. Without them a block depends only on its own text. */
  override def(): undefined {
    return undefined
  }

  /** marked 18.2.1 throws on some lists in a quote that continue without `>`. Such a quote is parsed as text. */
  override blockquote(source: string): Tokens.Blockquote | undefined {
    const { top } = this.lexer.state
    try {
      return super.blockquote(source)
    } catch {
      this.lexer.state.top = top
      return undefined
    }
  }
}

const lex = (source: string): Token[] =>
  new Lexer({ gfm: true, breaks: true, tokenizer: new BlockTokenizer() }).lex(source)

/**
 * Parses `text`. Reuses the frozen blocks of `previous` if `text` starts with its source, so that a batch of a reply only
 * parses the last blocks.
 */
export function readBlocks(previous: Blocks, text: string): Blocks {
  const source = text.includes('\r') ? text.replace(/\r\n|\r/g, '\n') : text
  if (source === previous.source) return previous
  const isLonger = source.startsWith(previous.source)
  const { frozen, frozenLength } = isLonger ? previous : noBlocks
  const tail = lex(source.slice(frozenLength))
  const count = finishedCount(tail)
  if (count === 0) return { source, frozen, frozenLength, open: tail }
  const finished = tail.slice(0, count)
  const length = finished.reduce((sum, token) => sum + token.raw.length, 0)
  return {
    source,
    frozen: [...frozen, ...finished],
    frozenLength: frozenLength + length,
    open: tail.slice(count),
  }
}

/**
 * Returns how many of the blocks no further text can change: those up to a blank line that two more blocks follow. One
 * is not enough, because the next line can still show that a line continues the block before it.
 */
function finishedCount(tokens: readonly Token[]): number {
  let following = 0
  for (let index = tokens.length - 1; index > 0; index--) {
    const token = tokens[index]
    if (token?.type !== 'space') following++
    else if (following >= 2) return index + 1
  }
  return 0
}

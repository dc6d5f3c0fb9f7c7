import { Lexer, type Token, Tokenizer, type Tokens } from 'marked'

/** A text read as Markdown so far: blocks that can't change any more, and the open ones at the end. */
export interface Blocks {
  readonly source: string
  readonly frozen: readonly Token[]
  readonly frozenLength: number
  readonly open: readonly Token[]
}

export const noBlocks: Blocks = { source: '', frozen: [], frozenLength: 0, open: [] }

class BlockTokenizer extends Tokenizer {
  /** Link definitions would change blocks that stand before them; without them a block depends on its own text alone. */
  override def(): undefined {
    return undefined
  }

  /** marked 18.2.1 throws on some lists in a quote that go on without its mark: such a quote is read as text. */
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
 * Reads `source`, which as a rule begins with what `previous` was read from. Only what follows the frozen blocks is
 * parsed, so that a reply costs its last blocks a batch and not its whole text.
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
 * How many of these blocks no further text can change: those up to a blank line that two more blocks follow. One is
 * not enough: a line may still turn out to continue the block before it when the line after it comes.
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

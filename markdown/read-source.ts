import type { StateBlock, Token } from 'markdown-it'
import { BudgetExceeded, type Environment, type Reference } from './environment.js'
import { parser } from './parser.js'

/** The definitions of a text by label; those of footnotes by `noteKey`. */
export type Definitions = ReadonlyMap<string, Reference>

/** `[` can't be in the label of a reference. */
export const noteKey = (label: string) => `[^${label}`

/** A block at the top level of a text, found but without its inline content. */
export interface SourceBlock {
  readonly source: string
  /** Where the block begins in the text that was scanned. */
  readonly start: number
  /** `undefined`: the block stays text, because parsing it exceeds its budget. */
  readonly tokens: readonly Token[] | undefined
  /** Steps that finding the block took, without its inline content. */
  readonly steps: number
  readonly definitions: Definitions
}

/** Steps for one block. The longest table of a real reply needs about a half. */
export const maxBlockSteps = 8_000

/** What a block costs besides its steps: to be kept and drawn. */
const stepsPerBlock = 5

/** Steps for all blocks up to an offset, so that very many small blocks have an end as well. */
const maxSteps = (offset: number) => 20_000 + offset / 4

/**
 * Finds the blocks of `text` and the definitions in them, to which other blocks may refer. A block that exceeds its budget
 * stays text up to its next blank line; if all blocks together exceed theirs, the rest of the text does.
 * @param offset characters before `text`
 * @param stepsBefore steps of the blocks before `text`
 */
export function* scanBlocks(text: string, offset = 0, stepsBefore = 0): Generator<SourceBlock> {
  let state = stateOf(text)
  let base = 0
  let line = 0
  let steps = stepsBefore
  for (;;) {
    line = state.skipEmptyLines(line)
    if (line >= state.lineMax) return
    const start = base + (state.bMarks[line] ?? 0)
    if (steps > maxSteps(offset + start)) {
      yield { source: text.slice(start), start, ...unread }
      return
    }
    const block = readTokens(state, line)
    const end = block.tokens ? base + endOf(state) : endOfText(text, start)
    yield { source: text.slice(start, end), start, ...block }
    steps += block.steps
    if (block.tokens) line = state.line
    else {
      // The state is that of a rule which was left in its middle.
      state = stateOf(text.slice(end))
      base = end
      line = 0
    }
  }
}

const stateOf = (text: string) => new parser.block.State(text, parser, {}, [])
const unread = { tokens: undefined, steps: 0, definitions: new Map() } satisfies Partial<SourceBlock>

/** Where the line after the block that was just read begins. */
const endOf = ({ line, lineMax, bMarks, src }: StateBlock) => (line < lineMax ? (bMarks[line] ?? 0) : src.length)

function endOfText(text: string, start: number): number {
  const blank = /\n[ \t]*(?=\n)/g
  blank.lastIndex = start
  return blank.exec(text) ? blank.lastIndex : text.length
}

function readTokens(state: StateBlock, line: number): Pick<SourceBlock, 'tokens' | 'steps' | 'definitions'> {
  const references: Environment['references'] = Object.create(null)
  const notes = new Set<string>()
  const environment: Environment = {
    references,
    notes,
    hasNote: () => false,
    steps: stepsPerBlock,
    maxSteps: maxBlockSteps,
  }
  state.tokens = []
  state.env = environment
  state.line = line
  try {
    parser.block.ruler.getRules('').some((rule) => rule(state, line, state.lineMax, false))
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error
    return { ...unread, steps: environment.steps }
  }
  const definitions = new Map<string, Reference>()
  for (const [label, reference] of Object.entries(references)) definitions.set(label, reference)
  for (const label of notes) definitions.set(noteKey(label), { href: '', title: '' })
  return { tokens: state.tokens, steps: environment.steps, definitions }
}

import { type Block, BlockReader, type Contents } from './read-block.js'
import { type Definitions, noteKey, type SourceBlock, scanBlocks } from './read-source.js'
import { unfinishedSource } from './unfinished.js'

/** A text parsed as Markdown: frozen blocks, which no further text can change, and the open ones at the end. */
export interface Blocks {
  readonly source: string
  readonly isFinished: boolean
  readonly frozen: readonly Block[]
  readonly frozenLength: number
  readonly frozenSteps: number
  readonly frozenDefinitions: Definitions
  readonly open: readonly Block[]
  readonly definitions: Definitions
  /** The inline content of the open blocks. */
  readonly contents: Contents
}

export const noBlocks: Blocks = {
  source: '',
  isFinished: true,
  frozen: [],
  frozenLength: 0,
  frozenSteps: 0,
  frozenDefinitions: new Map(),
  open: [],
  definitions: new Map(),
  contents: new Map(),
}

/**
 * Parses `text`. Reuses the frozen blocks of `previous` if `text` starts with its source, so that a batch of a reply only
 * parses the last block. The result is that of parsing all of `text`.
 * @param isFinished if false, the end of the text is read as what it probably becomes
 */
export function readBlocks(previous: Blocks, text: string, isFinished: boolean): Blocks {
  const source = normalized(text)
  if (source === previous.source && isFinished === previous.isFinished) return previous
  const known = source.startsWith(previous.source) ? previous : noBlocks
  const tail = source.slice(known.frozenLength)
  const found = [...scanBlocks(tail, known.frozenLength, known.frozenSteps)]
  const count = finishedCount(found, tail)
  const finished = found.slice(0, count)

  const frozenDefinitions = withDefinitions(known.frozenDefinitions, finished)
  const definitions = withDefinitions(frozenDefinitions, found.slice(count))
  const changed = changedLabels(known, definitions, isFinished)
  const isChanged = ({ labels }: Block) => changed.size > 0 && [...labels].some((label) => changed.has(label))
  const reader = new BlockReader(definitions, changed.size > 0 ? new Map() : known.contents, isFinished)
  const readAgain = (block: Block) => [...scanBlocks(block.source)].map((again) => reader.read(again))[0] ?? block
  const unchanged = new Map(known.open.map((block) => [block.source, block]))
  const read = (block: SourceBlock) => {
    const before = unchanged.get(block.source)
    return before && !isChanged(before) ? before : reader.read(block)
  }

  const before = known.frozen.some(isChanged)
    ? known.frozen.map((block) => (isChanged(block) ? readAgain(block) : block))
    : known.frozen
  const shown = isFinished ? found.slice(count) : withUnfinishedEnd(found.slice(count))
  return {
    source,
    isFinished,
    frozen: count === 0 ? before : [...before, ...finished.map(read)],
    frozenLength: known.frozenLength + (found[count]?.start ?? 0),
    frozenSteps: finished.reduce((sum, { steps }) => sum + steps, known.frozenSteps),
    frozenDefinitions,
    open: shown.map(read),
    definitions,
    contents: reader.contents,
  }
}

/**
 * The blocks of a finished text, as `readBlocks` returns them.
 * @param isWithinBudget asked before each block is read; when it is not, the block stays text
 */
export function* finishedBlocks(text: string, isWithinBudget: () => boolean): Generator<Block> {
  const found = [...scanBlocks(normalized(text))]
  const reader = new BlockReader(withDefinitions(noBlocks.definitions, found), new Map(), true)
  for (const block of found) yield reader.read(isWithinBudget() ? block : { ...block, tokens: undefined })
}

const normalized = (text: string) =>
  /[\r\0]/.test(text) ? text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd') : text

/**
 * Returns how many of the blocks no further text can change: those before the last blank line between two blocks whose
 * following line is complete. Until then that line can still become part of the block before it.
 */
function finishedCount(found: readonly SourceBlock[], tail: string): number {
  for (let index = found.length - 1; index > 0; index--) {
    const start = found[index]?.start ?? 0
    if (/\n[ \t]*\n$/.test(tail.slice(Math.max(0, start - 200), start)) && tail.includes('\n', start)) return index
  }
  return 0
}

/** The first definition of a label holds. */
function withDefinitions(definitions: Definitions, blocks: readonly SourceBlock[]): Definitions {
  if (blocks.every((block) => block.definitions.size === 0)) return definitions
  const all = new Map(definitions)
  for (const block of blocks) {
    for (const [label, reference] of block.definitions) if (!all.has(label)) all.set(label, reference)
  }
  return all
}

/** The labels that are defined otherwise than when the blocks of `known` were read. */
function changedLabels(known: Blocks, definitions: Definitions, isFinished: boolean): ReadonlySet<string> {
  const changed = new Set<string>()
  if (definitions !== known.definitions) {
    for (const label of new Set([...known.definitions.keys(), ...definitions.keys()])) {
      const before = known.definitions.get(label)
      const now = definitions.get(label)
      if (before?.href !== now?.href || (before === undefined) !== (now === undefined)) changed.add(label)
    }
  }
  // Footnotes that are not defined count as defined until the text is finished.
  if (isFinished !== known.isFinished) {
    for (const { labels } of [...known.frozen, ...known.open]) {
      for (const label of labels) if (label.startsWith(noteKey('')) && !definitions.has(label)) changed.add(label)
    }
  }
  return changed
}

/** The open blocks with a last one that reads as what it probably becomes. */
function withUnfinishedEnd(blocks: readonly SourceBlock[]): readonly SourceBlock[] {
  const last = blocks[blocks.length - 1]
  if (!last?.tokens) return blocks
  const source = unfinishedSource(last.source, last.tokens)
  return source === last.source ? blocks : [...blocks.slice(0, -1), ...scanBlocks(source)]
}

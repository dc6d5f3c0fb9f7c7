import { blockTree } from './block-tree.js'
import { inlineDirection } from './direction.js'
import { BudgetExceeded, type Environment, type Reference } from './environment.js'
import { inlineTree } from './inline-tree.js'
import type { BlockNode, Content } from './nodes.js'
import { parser } from './parser.js'
import { type Definitions, maxBlockSteps, noteKey, type SourceBlock } from './read-source.js'

/** A block at the top level of a text. */
export interface Block {
  readonly source: string
  readonly nodes: readonly BlockNode[]
  /** The labels whose definition, or lack of one, decided how the block reads. */
  readonly labels: ReadonlySet<string>
  /** Steps that reading took. Drawing takes about as long. */
  readonly steps: number
}

/** Inline content that was read before with the same definitions, by its source. */
export type Contents = Map<string, KnownContent>

interface KnownContent {
  readonly content: Content
  readonly labels: ReadonlySet<string>
  readonly steps: number
}

/** Reads blocks whose definitions are all known. */
export class BlockReader {
  /** What this reader read, for the next reader. */
  readonly contents: Contents = new Map()
  private readonly definitions: Definitions
  private readonly known: Contents
  private readonly isFinished: boolean

  /** @param isFinished if false, each label of a footnote counts as defined, because definitions come at the end */
  constructor(definitions: Definitions, known: Contents, isFinished: boolean) {
    this.definitions = definitions
    this.known = known
    this.isFinished = isFinished
  }

  read({ source, tokens, steps: found }: SourceBlock): Block {
    const labels = new Set<string>()
    let steps = found
    const content = (text: string) => {
      const read = this.content(text, maxBlockSteps - steps)
      steps += read.steps + 1
      if (steps > maxBlockSteps) throw new BudgetExceeded()
      for (const label of read.labels) labels.add(label)
      return read.content
    }
    try {
      const nodes = tokens && blockTree(tokens, content)
      if (nodes) return { source, nodes, labels, steps }
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error
    }
    return { source, nodes: [{ type: 'plain', text: source.replace(/\n$/, ''), isHtml: false }], labels, steps: found }
  }

  private content(source: string, maxSteps: number): KnownContent {
    const known = this.contents.get(source) ?? this.known.get(source) ?? this.parse(source, maxSteps)
    this.contents.set(source, known)
    return known
  }

  private parse(source: string, maxSteps: number): KnownContent {
    const labels = new Set<string>()
    const look = (label: string) => {
      labels.add(label)
      return this.definitions.get(label)
    }
    const environment: Environment = {
      references: new Proxy({}, { get: (_, label) => look(String(label)) }) as Record<string, Reference>,
      notes: new Set(),
      hasNote: (label) => look(noteKey(label)) !== undefined || !this.isFinished,
      steps: 0,
      maxSteps,
    }
    const tokens: ReturnType<typeof parser.parse> = []
    parser.inline.parse(source, parser, environment, tokens)
    const nodes = inlineTree(tokens)
    return { content: { nodes, dir: inlineDirection(nodes) }, labels, steps: environment.steps }
  }
}

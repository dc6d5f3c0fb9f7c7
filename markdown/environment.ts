import type { Env } from 'markdown-it'

/** What a reference link points at. */
export interface Reference {
  readonly href: string
  readonly title: string
}

/** What markdown-it passes to each rule while one block is parsed. */
export interface Environment extends Env {
  /** While blocks are parsed, markdown-it writes definitions here. While inline content is parsed, it reads them. */
  references: Record<string, Reference>
  /** Collects the labels of the footnotes that a block defines. */
  readonly notes: Set<string>
  readonly hasNote: (label: string) => boolean
  /** Steps taken, see `countStep`. */
  steps: number
  readonly maxSteps: number
}

/** Parsing a block took more steps than its budget. */
export class BudgetExceeded extends Error {}

/** Each attempt of the parser to read a block, a line of one, or a piece of inline content is a step of about a microsecond. */
export function countStep(env: Env): false {
  const environment = env as Environment
  environment.steps++
  if (environment.steps > environment.maxSteps) throw new BudgetExceeded()
  return false
}

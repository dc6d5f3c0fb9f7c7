import type { SummaryPoint } from '../../../../contract/documents.js'
import type { StepResult } from '../../store/job-steps.js'
import type { Jobs } from '../../store/jobs.js'
import { accountOf } from './account.js'
import { type EngineTurns, ModelChanged } from './engine-turns.js'
import {
  maxLineTokensFor,
  maxMergeTokensFor,
  maxPointsPerMerge,
  maxSummaryPoints,
  planMerges,
  toBlocks,
} from './merge-plan.js'
import { PassageText, partTokensFor, planParts } from './plan.js'
import { noteBlock, noteLine } from './prompts.js'
import { mergeNotes, takeNotes } from './steps.js'

/** Makes one summary, or resumes it: plans parts, takes notes on each, merges them level by level. */
export class SummaryJob {
  readonly #id: string
  readonly #jobs: Jobs
  readonly #engine: EngineTurns
  readonly #onStep: () => void

  constructor(id: string, jobs: Jobs, engine: EngineTurns, onStep: () => void) {
    this.#id = id
    this.#jobs = jobs
    this.#engine = engine
    this.#onStep = onStep
  }

  async run(): Promise<void> {
    while (!(await this.#runWithOneModel()));
  }

  /** Returns false when the model changed and the rest must be planned for the new one. */
  async #runWithOneModel(): Promise<boolean> {
    try {
      await this.#runSteps()
      return true
    } catch (error) {
      if (error instanceof ModelChanged) return false
      throw error
    }
  }

  async #runSteps(): Promise<void> {
    const { steps } = this.#jobs
    const text = new PassageText(await this.#jobs.pages(this.#id))
    const partTokens = await this.#plan(text)
    for (let part = steps.nextPart(this.#id); part; part = steps.nextPart(this.#id)) {
      const { number } = part
      const result = await timed(takeNotes(part, text, this.#engine.ask))
      steps.finishPart(this.#id, number, result)
      this.#onStep()
    }
    for (let summary = await this.#nextLevel(partTokens); ; summary = await this.#nextLevel(partTokens)) {
      if (summary) return this.#finish(summary)
      await this.#merge(text, partTokens)
    }
  }

  /** Plans the parts, again when they are too large for this model; returns the part size in tokens. */
  async #plan(text: PassageText): Promise<number> {
    const { steps } = this.#jobs
    const model = await this.#engine.model()
    const partTokens = partTokensFor(model.contextLength)
    const planned = steps.plannedTokens(this.#id)
    if (planned === undefined || planned > partTokens) {
      const pieces = planned === undefined ? text.pieces() : steps.waitingParts(this.#id).flatMap((part) => part.pieces)
      const parts = await planParts(text, pieces, partTokens, this.#engine.count)
      steps.plan(this.#id, partTokens, parts)
      this.#onStep()
    }
    return partTokens
  }

  /** Plans the next level of merges unless one is unfinished; returns the summary when no merge is needed. */
  async #nextLevel(partTokens: number): Promise<readonly SummaryPoint[] | undefined> {
    const { steps } = this.#jobs
    if (steps.nextMerge(this.#id)) return undefined
    const last = steps.lastLevel(this.#id)
    const lists = last?.results ?? steps.notes(this.#id)
    const points = lists.flat()
    if (points.length <= maxSummaryPoints) return points

    const counts = await this.#engine.count(points.map(noteLine))
    const heading = (await this.#engine.count([noteBlock(10, [])]))[0] ?? 0
    const maxLineTokens = maxLineTokensFor(partTokens)
    const lineTokens = new Map(points.map((point, index) => [point, Math.min(counts[index] ?? 0, maxLineTokens) + 1]))
    const merges = planMerges(
      toBlocks(lists),
      (block) => block.reduce((sum, point) => sum + (lineTokens.get(point) ?? 0), heading + 2),
      maxMergeTokensFor(partTokens),
    )
    const maxPoints = maxPointsPerMerge(merges)
    steps.addMerges(
      this.#id,
      (last?.level ?? 0) + 1,
      merges.map((blocks, index) => ({ blocks, maxPoints: maxPoints[index] ?? 1 })),
    )
    this.#onStep()
    return undefined
  }

  async #merge(text: PassageText, partTokens: number): Promise<void> {
    const { steps } = this.#jobs
    for (let merge = steps.nextMerge(this.#id); merge; merge = steps.nextMerge(this.#id)) {
      const { number } = merge
      const options = { partTokens, count: this.#engine.count }
      const result = await timed(mergeNotes(merge, options, text, this.#engine.ask))
      steps.finishMerge(this.#id, number, result)
      this.#onStep()
    }
  }

  #finish(summary: readonly SummaryPoint[]): void {
    const { pages, parts } = this.#jobs.get(this.#id)
    const without = this.#jobs.steps.withoutModel(this.#id)
    const account = accountOf(pages, { parts, partsWithoutNote: without.parts, mergesWithoutModel: without.merges })
    this.#jobs.finish(this.#id, summary, account)
  }
}

async function timed(work: Promise<Omit<StepResult, 'tookMs'>>): Promise<StepResult> {
  const started = performance.now()
  const outcome = await work
  return { ...outcome, tookMs: performance.now() - started }
}

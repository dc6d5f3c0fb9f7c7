import type { SummaryPoint } from '../../../../contract/documents.js'
import { type SummaryOptions, summaryForms } from '../../../../contract/summary-forms.js'
import type { Merge, StepResult } from '../../store/job-steps.js'
import type { Jobs } from '../../store/jobs.js'
import type { Store } from '../../store/store.js'
import { accountFacts } from './account.js'
import { accountWords } from './account-words.js'
import type { Ask, OnPoints } from './ask-for-points.js'
import { type Capacity, capacityOf } from './capacity.js'
import { type EngineTurns, ModelChanged } from './engine-turns.js'
import { grounded } from './ground.js'
import { pageRange } from './job-account.js'
import {
  maxLastPoints,
  maxLineTokensFor,
  maxMergeTokensFor,
  maxPointsPerMerge,
  packBlocks,
  planMerges,
  spread,
  toBlocks,
} from './merge-plan.js'
import { noteLines } from './note-lines.js'
import { fitsInOnePart, PassageText, planParts } from './plan.js'
import { noteBlock } from './prompts.js'
import { mergeNotes, takeNotes } from './steps.js'
import { finishPoints } from './tidy.js'
import { isOutOfReach, isReworded, maxFormPoints, needsWriting, writeForm } from './write-form.js'

export interface SummaryJobOptions {
  readonly id: string
  readonly store: Pick<Store, 'jobs' | 'documents'>
  readonly engine: EngineTurns
  readonly options: SummaryOptions
  /** Called when a step is planned or done. */
  readonly onStep: () => void
  /** Called with the points of the last step, as they are written. */
  readonly onDraft?: OnPoints
}

/**
 * Makes one summary, or resumes it: plans parts, takes notes on each, merges them level by level, and writes what is left in
 * the form of the summary. The notes are the same for every form.
 */
export class SummaryJob {
  readonly #id: string
  readonly #jobs: Jobs
  readonly #documents: Store['documents']
  readonly #engine: EngineTurns
  readonly #options: SummaryOptions
  readonly #onStep: () => void
  readonly #onDraft: OnPoints | undefined

  constructor({ id, store, engine, options, onStep, onDraft }: SummaryJobOptions) {
    this.#id = id
    this.#jobs = store.jobs
    this.#documents = store.documents
    this.#engine = engine
    this.#options = options
    this.#onStep = onStep
    this.#onDraft = onDraft
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
    const capacity = capacityOf(await this.#engine.model())
    const text = new PassageText(
      await this.#documents.pages(this.#jobs.get(this.#id).documentId),
      capacity.quotesByNumber,
    )
    await this.#plan(text, capacity)
    for (let part = steps.nextPart(this.#id); part; part = steps.nextPart(this.#id)) {
      const { number } = part
      const result = await timed(takeNotes(part, text, this.#ask(capacity), capacity))
      steps.finishPart(this.#id, number, this.#grounded(result, text, capacity))
      this.#onStep()
    }
    for (let points = await this.#nextLevel(text, capacity); ; points = await this.#nextLevel(text, capacity)) {
      if (points) return this.#finish(points, text, capacity)
      await this.#merge(text, capacity)
    }
  }

  /** Plans the parts, again when they are too large for this model. */
  async #plan(text: PassageText, { partTokens, onePassTokens, isInstructable }: Capacity): Promise<void> {
    const { steps } = this.#jobs
    const { count } = this.#engine
    const planned = steps.plannedTokens(this.#id)
    const isNew = planned === undefined
    const isOnePart = this.#jobs.get(this.#id).parts.total === 1
    if (!isNew && planned <= (isOnePart ? onePassTokens : partTokens)) return
    const pieces = isNew ? text.pieces() : steps.waitingParts(this.#id).flatMap((part) => part.pieces)
    if (isNew && onePassTokens > partTokens && (await fitsInOnePart(text, pieces, onePassTokens, count))) {
      steps.plan(this.#id, onePassTokens, [pieces])
    } else {
      const minTokens = isInstructable ? Math.floor(partTokens / 2) : partTokens
      steps.plan(this.#id, partTokens, await planParts(text, pieces, partTokens, count, minTokens))
    }
    this.#onStep()
  }

  /**
   * Plans the next level of merges unless one is unfinished, at last those that write the form. Returns the points of the
   * summary when no step is needed.
   */
  async #nextLevel(text: PassageText, capacity: Capacity): Promise<readonly SummaryPoint[] | undefined> {
    const { steps } = this.#jobs
    if (steps.nextMerge(this.#id)) return undefined
    const last = steps.lastLevel(this.#id)
    const lists = last?.results ?? steps.notes(this.#id)
    const all = lists.flat()
    if (last?.isLast || all.length === 0) return all
    const { maxPoints } = summaryForms[this.#options.form]
    const depthOf = (point: SummaryPoint) => text.depthOf(point)
    const isShort = all.length <= maxLastPoints(maxPoints)
    const points = isShort ? spread(all, maxPoints, depthOf) : all
    if (isShort && !needsWriting(this.#options, capacity)) return points

    const tokens = await this.#blockTokens(points, text, capacity)
    const budget = maxMergeTokensFor(capacity.partTokens)
    if (isShort) {
      const groups = packBlocks(
        points.map((point) => [point]),
        tokens,
        budget,
        maxFormPoints,
      )
      const merges = groups.map((group) => ({ blocks: [group.flat()], maxPoints: 0 }))
      steps.addMerges(this.#id, (last?.level ?? 0) + 1, merges)
    } else {
      const merges = planMerges(toBlocks(lists, maxPoints), tokens, budget)
      const limits = maxPointsPerMerge(merges, maxPoints, depthOf)
      steps.addMerges(
        this.#id,
        (last?.level ?? 0) + 1,
        merges.map((blocks, index) => ({ blocks, maxPoints: limits[index] ?? 1 })),
      )
    }
    this.#onStep()
    return undefined
  }

  /** Counts a block of points as it stands in a prompt, with its heading. */
  async #blockTokens(points: readonly SummaryPoint[], text: PassageText, { partTokens, isInstructable }: Capacity) {
    const { count } = this.#engine
    const maxTokens = maxLineTokensFor(partTokens)
    const lines = await noteLines(points, { maxTokens, count, ...(isInstructable && { evidence: text }) })
    const heading = (await count([noteBlock(10, [])]))[0] ?? 0
    return (block: readonly SummaryPoint[]) =>
      block.reduce((sum, point) => sum + (lines.get(point)?.tokens ?? 0) + 1, heading + 2)
  }

  async #merge(text: PassageText, capacity: Capacity): Promise<void> {
    const { steps } = this.#jobs
    for (let merge = steps.nextMerge(this.#id); merge; merge = steps.nextMerge(this.#id)) {
      const { number } = merge
      const result = await timed(this.#mergeOrWrite(merge, text, capacity, this.#draftOf(capacity)))
      steps.finishMerge(
        this.#id,
        number,
        isReworded(this.#options) && merge.maxPoints === 0 ? result : this.#grounded(result, text, capacity),
      )
      this.#onStep()
    }
  }

  /** The points of an earlier level are combined again, and would only be replaced under the eyes of the reader. */
  #draftOf(capacity: Capacity): OnPoints | undefined {
    const level = this.#jobs.steps.lastLevel(this.#id)
    if (!level || !this.#onDraft) return undefined
    const { isLast, results, maxPoints } = level
    const isShort = maxPoints <= maxLastPoints(summaryForms[this.#options.form].maxPoints)
    if (!isLast && (!isShort || needsWriting(this.#options, capacity))) return undefined
    const written = results.flat()
    return (points) => this.#onDraft?.([...written, ...points])
  }

  #grounded(result: StepResult, text: PassageText, { minPointSupport }: Capacity): StepResult {
    return { ...result, points: grounded(result.points, text, minPointSupport) }
  }

  #mergeOrWrite(merge: Merge, text: PassageText, capacity: Capacity, onPoints: OnPoints | undefined) {
    const { partTokens, isInstructable } = capacity
    const { count } = this.#engine
    const ask = this.#ask(capacity)
    const { purpose } = this.#options
    if (merge.maxPoints === 0)
      return writeForm(merge.blocks.flat(), { ...this.#options, partTokens, count, onPoints }, text, ask)
    const options = { partTokens, count, onPoints, ...(isInstructable && { evidence: text, purpose }) }
    return mergeNotes(merge, options, text, ask)
  }

  #ask({ maxAnswerTokens }: Capacity): Ask {
    return (prompt, onText) => this.#engine.ask({ maxTokens: maxAnswerTokens, ...prompt }, onText)
  }

  #finish(points: readonly SummaryPoint[], text: PassageText, capacity: Capacity): void {
    const { pages, parts } = this.#jobs.get(this.#id)
    const { steps } = this.#jobs
    const summary = finishPoints(points, this.#options.form, text)
    const facts = accountFacts({ pages, parts, notes: steps.notes(this.#id).flat(), summary })
    const without = {
      ...steps.withoutModel(this.#id),
      parts: steps.finishedParts(this.#id).flatMap((part) => (part.isByModel ? [] : [pageRange(part)])),
    }
    const forms = isOutOfReach(this.#options, capacity) ? 1 : without.forms
    this.#jobs.finish(this.#id, summary, accountWords(facts, { ...without, forms }))
  }
}

async function timed(work: Promise<Omit<StepResult, 'tookMs'>>): Promise<StepResult> {
  const started = performance.now()
  const outcome = await work
  return { ...outcome, tookMs: performance.now() - started }
}

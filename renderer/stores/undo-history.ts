/** Something that the user did to conversations, which can be taken back and done again. */
export interface UndoStep {
  /** As in “Undo Move to Trash”. */
  readonly name: string
  /** The conversations or folders that it changed. */
  readonly ids: readonly string[]
  /** Both get the ids that still exist. */
  readonly undo: (ids: readonly string[]) => void
  readonly redo: (ids: readonly string[]) => void
  /** Orders it among the notices with an Undo. */
  readonly order: number
}

/** What the user did, newest last. */
export interface UndoHistory {
  readonly done: readonly UndoStep[]
  /** What was taken back, in the order in which it can be done again: last first. */
  readonly undone: readonly UndoStep[]
}

export const emptyHistory: UndoHistory = { done: [], undone: [] }

const maxSteps = 100

/** A new step ends what could be done again. */
export const withStep = ({ done }: UndoHistory, step: UndoStep): UndoHistory => ({
  done: [...done, step].slice(-maxSteps),
  undone: [],
})

/** Takes a step back: the newest, unless another one is named. */
export function takenBack({ done, undone }: UndoHistory, step = done.at(-1)): UndoHistory {
  if (!step || !done.includes(step)) return { done, undone }
  return { done: done.filter((other) => other !== step), undone: [...undone, step] }
}

export function doneAgain({ done, undone }: UndoHistory): UndoHistory {
  const step = undone.at(-1)
  return step ? { done: [...done, step], undone: undone.slice(0, -1) } : { done, undone }
}

/** The history without what no longer exists. A step about nothing else is gone. */
export function withoutIds({ done, undone }: UndoHistory, gone: ReadonlySet<string>): UndoHistory {
  const without = (steps: readonly UndoStep[]) =>
    steps.some(({ ids }) => ids.some((id) => gone.has(id)))
      ? steps
          .map((step) => ({ ...step, ids: step.ids.filter((id) => !gone.has(id)) }))
          .filter(({ ids }) => ids.length > 0)
      : steps
  return { done: without(done), undone: without(undone) }
}

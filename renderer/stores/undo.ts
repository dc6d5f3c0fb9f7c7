import { create } from 'zustand'
import { request } from '../bridge.js'
import { undoOf } from './notices.js'
import {
  doneAgain,
  emptyHistory,
  takenBack,
  type UndoHistory,
  type UndoStep,
  withoutIds,
  withStep,
} from './undo-history.js'
import { dismissNoticesAbout, nextNoticeId, reportError, undoNewestNotice, useView } from './view.js'

/** The one history of what the user did to conversations and folders. It lasts as long as the window. */
export const useUndo = create<UndoHistory>(() => emptyHistory)

/** What the notice about a step is about. */
export const noticeOf = (step: UndoStep) => `step ${step.order}`

/** Does a step for the first time. */
export function perform(step: Omit<UndoStep, 'order'>): UndoStep {
  const made = record(step)
  made.redo(made.ids)
  return made
}

/** Remembers a step that main has done. */
export function record(step: Omit<UndoStep, 'order'>): UndoStep {
  const made: UndoStep = { ...step, order: nextNoticeId() }
  useUndo.setState((history) => withStep(history, made))
  return made
}

/** What takes a step back or does it again, when main may refuse. */
export const reporting = (act: () => Promise<unknown>) => () => void act().catch(reportError)

/** Takes one step back, as its notice offers, unless that was done before. */
export function undoStep({ order }: UndoStep): void {
  const step = useUndo.getState().done.find((other) => other.order === order)
  if (!step) return
  useUndo.setState((history) => takenBack(history, step))
  dismissNoticesAbout(noticeOf(step))
  step.undo(step.ids)
}

/** Forgets a step that main refused. */
export function forgetStep({ order }: UndoStep): void {
  const without = (steps: readonly UndoStep[]) => steps.filter((step) => step.order !== order)
  useUndo.setState(({ done, undone }) => ({ done: without(done), undone: without(undone) }))
}

/** Forgets what no longer exists. */
export function forgetIds(ids: readonly string[]): void {
  const before = useUndo.getState()
  const after = withoutIds(before, new Set(ids))
  useUndo.setState(after)
  const left = new Set(after.done.map(({ order }) => order))
  for (const step of before.done) if (!left.has(step.order)) dismissNoticesAbout(noticeOf(step))
}

/**
 * Takes the newest thing back that can be: a step, or what a notice with an Undo is about. With `afterId` only what came
 * after the notice or step with this number. Returns whether there was any.
 */
export function undoNewest(afterId = 0): boolean {
  const step = useUndo.getState().done.at(-1)
  const notice = undoOf(useView.getState().notices, afterId)
  if (!step || step.order <= afterId || (notice && notice.id > step.order)) return undoNewestNotice(afterId)
  undoStep(step)
  return true
}

/** Does again what was taken back last. Returns whether there was any. */
export function redoNewest(): boolean {
  const step = useUndo.getState().undone.at(-1)
  if (!step) return false
  useUndo.setState(doneAgain)
  step.redo(step.ids)
  return true
}

let named = ''

/** Names Undo and Redo in the Edit menu, unless they belong to the text in a field. */
export function nameUndo(isTyping: boolean): void {
  const { done, undone } = useUndo.getState()
  const step = done.at(-1)
  const notice = undoOf(useView.getState().notices)
  const isStep = step !== undefined && (notice === undefined || step.order > notice.id)
  const names = isTyping
    ? { undo: null, redo: null }
    : { undo: isStep ? step.name : null, redo: undone.at(-1)?.name ?? null }
  const key = JSON.stringify(names)
  if (key === named) return
  named = key
  request.nameUndo(names).catch(reportError)
}

import { create } from 'zustand'
import type { Task } from '../../contract/tasks.js'
import { drawThenFocus } from '../ui/focus.js'
import type { TaskForm } from './task-form.js'

/** What the dialog of tasks shows: all tasks, the form of one, or a task that is being written. */
export type TaskPage =
  | { readonly shows: 'all' }
  | { readonly shows: 'form'; readonly form: TaskForm }
  /** Without a task it is a new one. */
  | { readonly shows: 'editor'; readonly task?: Task }

export const useTaskDialog = create<{ readonly page: TaskPage | null }>(() => ({ page: null }))

/** Opens the dialog, or shows another page in it. */
export function showTasks(page: TaskPage): void {
  if (useTaskDialog.getState().page === null) useTaskDialog.setState({ page })
  else drawThenFocus(() => useTaskDialog.setState({ page }), firstField)
}

export const closeTasks = () => useTaskDialog.setState({ page: null })

const firstField = () => document.querySelector<HTMLElement>('.task-dialog [data-first-focus]')

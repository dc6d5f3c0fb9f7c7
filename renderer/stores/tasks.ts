import { create } from 'zustand'
import type { Task } from '../../contract/tasks.js'
import { listen, request } from '../bridge.js'
import { reportError } from './view.js'

interface TasksStore {
  /** Those that the user keeps, in the order in which they were added. */
  readonly tasks: readonly Task[]
}

export const useTasks = create<TasksStore>(() => ({ tasks: [] }))

export async function followTasks(): Promise<void> {
  listen('tasksChanged', (tasks) => useTasks.setState({ tasks }))
  useTasks.setState({ tasks: await request.listTasks() })
}

/** Adds or changes a task. Throws `AppError` when main refuses. */
export const saveTask = (task: Task): Promise<void> => request.saveTask(task)

/** Returns whether it was removed. */
export async function removeTask({ id }: Task): Promise<boolean> {
  try {
    await request.removeTask(id)
    return true
  } catch (error) {
    reportError(error)
    return false
  }
}

import type { RequestHandlers } from '../../../contract/requests.js'
import { emit } from '../ipc.js'
import type { Store } from '../store/store.js'
import { asId, asTask } from './arguments.js'

export interface TaskOptions {
  readonly store: Pick<Store, 'tasks'>
}

/** The prompts that a person keeps. */
export function createTaskRequests({ store: { tasks } }: TaskOptions) {
  const emitTasks = () => emit('tasksChanged', tasks.list())
  return {
    listTasks: async () => tasks.list(),
    async saveTask(task) {
      tasks.save(asTask(task))
      emitTasks()
    },
    async removeTask(id) {
      tasks.remove(asId(id))
      emitTasks()
    },
  } satisfies Partial<RequestHandlers>
}

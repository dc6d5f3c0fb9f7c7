import { AppError } from '../../../contract/errors.js'
import type { Task } from '../../../contract/tasks.js'
import type { Database } from './database.js'

/** The prompts that a person keeps. */
export interface Tasks {
  /** In the order in which they were added. */
  list(): readonly Task[]
  /** Adds the task, or replaces the one with its id. Throws `refused` when there are too many. */
  save(task: Task): void
  remove(id: string): void
}

const maxTasks = 200

export function createTasks(db: Database): Tasks {
  const all = db.prepare<{ id: string; name: string; prompt: string }>(
    'SELECT id, name, prompt FROM tasks ORDER BY sequence',
  )
  const update = db.prepare('UPDATE tasks SET name = ?, prompt = ? WHERE id = ?')
  const insert = db.prepare('INSERT INTO tasks (id, name, prompt) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM tasks WHERE id = ?')
  return {
    list: () => all.all(),
    save: ({ id, name, prompt }) =>
      db.transaction(() => {
        if (update.run(name, prompt, id) > 0) return
        if (all.all().length >= maxTasks)
          throw new AppError('refused', `There are ${maxTasks} tasks. Remove one to add another.`)
        insert.run(id, name, prompt)
      }),
    remove: (id) => void remove.run(id),
  }
}

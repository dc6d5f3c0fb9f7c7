import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Task } from '../../contract/tasks.js'
import { removeTask, saveTask, useTasks } from '../stores/tasks.js'
import { reportError } from '../stores/view.js'
import { Button } from '../ui/button.js'
import { DialogClose, DialogTitle } from '../ui/dialog.js'
import { drawThenFocus } from '../ui/focus.js'
import { IconButton } from '../ui/icon-button.js'
import { builtInTasks } from './built-in-tasks.js'
import { formOfTask } from './task-form.js'
import { showTasks } from './use-task-dialog.js'

/** Every task: those that Parley comes with, and the user's own, which can be changed and removed. */
export function AllTasks() {
  const tasks = useTasks((state) => state.tasks)
  // In the dialog, because it covers the notices of the window.
  const [removed, setRemoved] = useState<Task>()
  const undo = useRef<HTMLButtonElement>(null)
  const remove = async (task: Task) => {
    if (await removeTask(task))
      drawThenFocus(
        () => setRemoved(task),
        () => undo.current,
      )
  }
  const bringBack = (task: Task) => {
    saveTask(task).catch(reportError)
    drawThenFocus(
      () => setRemoved(undefined),
      () => document.querySelector<HTMLElement>('.task-new'),
    )
  }
  return (
    <>
      <DialogTitle>Tasks</DialogTitle>
      <p className="task-note">A task is a short form. It becomes a message that you can change before you send it.</p>
      <ul className="task-list" aria-label="Tasks">
        {builtInTasks.map((task, index) => (
          <li key={task.name}>
            <button
              type="button"
              className="task-name"
              data-first-focus={index === 0 || undefined}
              onClick={() => showTasks({ shows: 'form', form: task })}
            >
              <task.Icon />
              {task.name}
            </button>
          </li>
        ))}
      </ul>
      {tasks.length > 0 && (
        <ul className="task-list" aria-label="Your tasks">
          {tasks.map((task) => (
            <OwnTask key={task.id} task={task} onRemove={() => void remove(task)} />
          ))}
        </ul>
      )}
      <div className="task-note" role="status">
        {removed && (
          <>
            “{removed.name}” is removed.
            <Button ref={undo} kind="quiet" onClick={() => bringBack(removed)}>
              Undo
            </Button>
          </>
        )}
      </div>
      <div className="task-choices">
        <Button className="task-new" onClick={() => showTasks({ shows: 'editor' })}>
          <Plus />
          New task…
        </Button>
        <DialogClose>
          <Button>Done</Button>
        </DialogClose>
      </div>
    </>
  )
}

function OwnTask({ task, onRemove }: { readonly task: Task; readonly onRemove: () => void }) {
  return (
    <li>
      <button
        type="button"
        className="task-name"
        dir="auto"
        onClick={() => showTasks({ shows: 'form', form: formOfTask(task) })}
      >
        {task.name}
      </button>
      <IconButton label={`Edit ${task.name}`} size="small" onClick={() => showTasks({ shows: 'editor', task })}>
        <Pencil />
      </IconButton>
      <IconButton label={`Remove ${task.name}`} size="small" onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

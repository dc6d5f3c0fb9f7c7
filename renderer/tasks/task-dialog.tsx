import './task-dialog.css'
import { Dialog } from '../ui/dialog.js'
import { AllTasks } from './all-tasks.js'
import { FillForm } from './fill-form.js'
import { TaskEditor } from './task-editor.js'
import { closeTasks, useTaskDialog } from './use-task-dialog.js'

/** The tasks, the form of one, or one that is being written. */
export function TaskDialog() {
  const page = useTaskDialog((state) => state.page)
  return (
    <Dialog isOpen={page !== null} onClose={closeTasks} className="task-dialog" isForm={page?.shows !== 'all'}>
      {page?.shows === 'all' && <AllTasks />}
      {page?.shows === 'form' && <FillForm key={page.form.name} form={page.form} />}
      {page?.shows === 'editor' && <TaskEditor key={page.task?.id} task={page.task} />}
    </Dialog>
  )
}

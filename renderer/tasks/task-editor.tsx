import { useId, useState } from 'react'
import { fieldsIn, maxTaskNameCharacters, maxTaskPromptCharacters, type Task } from '../../contract/tasks.js'
import { saveTask } from '../stores/tasks.js'
import { Button } from '../ui/button.js'
import { DialogTitle } from '../ui/dialog.js'
import { onSubmitKey } from './on-submit-key.js'
import { showTasks } from './use-task-dialog.js'

/** Writes a new task, or changes one. */
export function TaskEditor({ task }: { readonly task: Task | undefined }) {
  const [name, setName] = useState(task?.name ?? '')
  const [prompt, setPrompt] = useState(task?.prompt ?? '')
  const [error, setError] = useState<string>()
  const [nameId, promptId, hintId, errorId] = [useId(), useId(), useId(), useId()]
  const names = fieldsIn(prompt)
  const save = async () => {
    try {
      await saveTask({ id: task?.id ?? crypto.randomUUID(), name, prompt })
      showTasks({ shows: 'all' })
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause))
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: fields and their buttons; the window submits no form
    <div className="task-form" role="group" aria-label="Task" onKeyDown={onSubmitKey(() => void save())}>
      <DialogTitle>{task ? 'Edit task' : 'New task'}</DialogTitle>
      <div className="setting">
        <label htmlFor={nameId}>Name</label>
        <input
          id={nameId}
          type="text"
          className="setting-field"
          dir="auto"
          data-first-focus
          placeholder="Letter of discharge"
          maxLength={maxTaskNameCharacters}
          value={name}
          aria-describedby={error === undefined ? undefined : errorId}
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <div className="setting setting-tall">
        <label htmlFor={promptId}>Prompt</label>
        <textarea
          id={promptId}
          className="setting-field task-prompt"
          rows={5}
          dir="auto"
          placeholder="Write a letter of discharge for {patient} after {treatment}. Name the medicines and the next visit."
          maxLength={maxTaskPromptCharacters}
          value={prompt}
          aria-describedby={hintId}
          onChange={({ target }) => setPrompt(target.value)}
        />
        <p id={hintId} className="task-note task-hint" dir="auto">
          {names.length === 0 ? 'Words in braces become fields, such as {client}.' : `Fields: ${names.join(', ')}`}
        </p>
        {error !== undefined && (
          <p id={errorId} className="setting-error" role="alert">
            {error}
          </p>
        )}
      </div>
      <div className="task-choices">
        <Button onClick={() => showTasks({ shows: 'all' })}>Cancel</Button>
        <Button kind="primary" onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  )
}

import './starters.css'
import { Bookmark, Plus } from 'lucide-react'
import { isReplying, sendMessage, useConversations } from '../stores/conversations.js'
import { useTasks } from '../stores/tasks.js'
import { reportError } from '../stores/view.js'
import { useWantedModel } from '../stores/wanted-model.js'
import { Button } from '../ui/button.js'
import { builtInTasks } from './built-in-tasks.js'
import { formOfTask } from './task-form.js'
import { showTasks } from './use-task-dialog.js'

/** More would push the composer's own line of sight away; the others are behind All tasks. */
const maxShown = 6

/** What an empty conversation offers. */
export function Starters() {
  const tasks = useTasks((state) => state.tasks)
  const isDemo = useWantedModel()?.known?.isDemo === true
  return (
    <>
      <div className="starters">
        {builtInTasks.map((task) => (
          <button
            key={task.name}
            type="button"
            className="starter"
            onClick={() => showTasks({ shows: 'form', form: task })}
          >
            <task.Icon />
            {task.name}
          </button>
        ))}
        {tasks.slice(0, maxShown).map((task) => (
          <button
            key={task.id}
            type="button"
            className="starter"
            onClick={() => showTasks({ shows: 'form', form: formOfTask(task) })}
          >
            <Bookmark />
            <span className="starter-name" dir="auto">
              {task.name}
            </span>
          </button>
        ))}
      </div>
      <div className="starters-more">
        <Button kind="quiet" onClick={() => showTasks({ shows: 'editor' })}>
          <Plus />
          New task…
        </Button>
        {tasks.length > 0 && (
          <Button kind="quiet" onClick={() => showTasks({ shows: 'all' })}>
            All tasks…
          </Button>
        )}
      </div>
      {isDemo && <DemoQuestions />}
    </>
  )
}

/** What the demonstration model was trained on: the only questions that it answers well. */
const demoQuestions = ['What can you do?', 'Show me a small table', 'Show me a Python loop', 'Tell me a joke'] as const

function DemoQuestions() {
  const ask = (text: string) => {
    // The second click of a double click.
    if (isReplying(useConversations.getState())) return
    sendMessage(text).catch(reportError)
  }
  return (
    <div className="demo-questions">
      <p>The demonstration model knows these:</p>
      {demoQuestions.map((question) => (
        <Button key={question} kind="quiet" onClick={() => ask(question)}>
          {question}
        </Button>
      ))}
    </div>
  )
}

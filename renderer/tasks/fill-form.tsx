import { useId, useState } from 'react'
import { composerField } from '../chat/composer/composer-field.js'
import { pickDocuments } from '../stores/adding-files.js'
import { Button } from '../ui/button.js'
import { DialogClose, DialogTitle } from '../ui/dialog.js'
import { drawThenFocus } from '../ui/focus.js'
import { onSubmitKey } from './on-submit-key.js'
import { putInComposer } from './put-in-composer.js'
import { type FieldTexts, type FormField, firstTexts, type TaskForm } from './task-form.js'
import { closeTasks } from './use-task-dialog.js'

/** The form of a task. It ends in the composer, where the prompt can be changed; nothing is sent. */
export function FillForm({ form }: { readonly form: TaskForm }) {
  const [texts, setTexts] = useState<FieldTexts>(() => firstTexts(form.fields))
  const isTyped = form.fields.some(({ name, kind }) => kind !== 'choice' && (texts[name] ?? '').trim() !== '')
  const put = () => {
    drawThenFocus(closeTasks, composerField)
    putInComposer(form.write(texts))
  }
  // With a document and no words, a summary is offered in the composer.
  const withDocument = () => {
    if (isTyped) put()
    else drawThenFocus(closeTasks, composerField)
    void pickDocuments()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: fields and their buttons; the window submits no form
    <div className="task-form" role="group" aria-label={form.name} onKeyDown={onSubmitKey(put)}>
      <DialogTitle>{form.name}</DialogTitle>
      {form.fields.length === 0 && <p className="task-note">This task has no fields.</p>}
      {form.fields.map((field, index) => (
        <Field
          key={field.name}
          field={field}
          isFirst={index === 0}
          value={texts[field.name] ?? ''}
          onChange={(value) => setTexts({ ...texts, [field.name]: value })}
        />
      ))}
      <div className="task-choices">
        {form.document !== undefined && (
          <Button className="task-document" onClick={withDocument}>
            {form.document}
          </Button>
        )}
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button kind="primary" data-tip="You can change the prompt before you send it" onClick={put}>
          Write the prompt
        </Button>
      </div>
    </div>
  )
}

interface FieldProps {
  readonly field: FormField
  readonly isFirst: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}

function Field({ field: { kind, label, placeholder, options = {} }, isFirst, value, onChange }: FieldProps) {
  const id = useId()
  const shared = {
    id,
    className: 'setting-field',
    value,
    'data-first-focus': isFirst || undefined,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  }
  return (
    <div className={kind === 'text' ? 'setting setting-tall' : 'setting'}>
      <label htmlFor={id}>{label}</label>
      {kind === 'choice' && (
        <select {...shared}>
          {Object.entries(options).map(([words, option]) => (
            <option key={words} value={option}>
              {words}
            </option>
          ))}
        </select>
      )}
      {kind === 'line' && <input {...shared} type="text" dir="auto" placeholder={placeholder} />}
      {kind === 'text' && <textarea {...shared} rows={2} dir="auto" placeholder={placeholder} />}
    </div>
  )
}

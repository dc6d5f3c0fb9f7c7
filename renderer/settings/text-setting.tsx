import { useId } from 'react'
import { type NumberRule, readNumber } from './setting-text.js'
import { useTyped } from './use-typed.js'

interface InstructionsProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

export function Instructions({ value, onChange }: InstructionsProps) {
  const { text, write, flush } = useTyped(value, onChange)
  const id = useId()
  return (
    <div className="setting setting-tall">
      <label htmlFor={id}>Instructions</label>
      <textarea
        id={id}
        className="setting-field"
        rows={3}
        dir="auto"
        placeholder="What the model should know or keep to"
        value={text}
        maxLength={200_000}
        onChange={(event) => write(event.target.value)}
        onBlur={flush}
      />
    </div>
  )
}

interface NumberSettingProps {
  readonly label: string
  readonly rule: NumberRule
  readonly placeholder: string
  readonly value: number | null
  readonly onChange: (value: number | null) => void
}

export function NumberSetting({ label, rule, placeholder, value, onChange }: NumberSettingProps) {
  const { text, write, flush } = useTyped(value === null ? '' : String(value), (typed) => {
    const typedValue = readNumber(typed, rule)
    if ('value' in typedValue) onChange(typedValue.value)
  })
  const id = useId()
  const read = readNumber(text, rule)
  const error = 'error' in read ? read.error : undefined
  return (
    <div className="setting">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="setting-field number"
        inputMode="decimal"
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={(event) => write(event.target.value)}
        onBlur={flush}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="setting-error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

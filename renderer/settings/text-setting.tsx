import { useId } from 'react'
import type { NumberSetting } from '../../contract/setting.js'
import { readNumber } from './setting-text.js'
import { useTyped } from './use-typed.js'

interface TextFieldProps {
  readonly label: string
  readonly placeholder?: string
  readonly maxLength: number
  readonly value: string
  readonly onChange: (value: string) => void
}

export function TextField({ label, placeholder, maxLength, value, onChange }: TextFieldProps) {
  const { text, write, flush } = useTyped(value, onChange)
  const id = useId()
  return (
    <div className="setting setting-tall">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="setting-field"
        rows={3}
        dir="auto"
        placeholder={placeholder}
        value={text}
        maxLength={maxLength}
        onChange={(event) => write(event.target.value)}
        onBlur={flush}
      />
    </div>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly placeholder?: string
  readonly setting: NumberSetting
  readonly value: number | null
  readonly onChange: (value: number | null) => void
}

export function NumberField({ label, placeholder, setting, value, onChange }: NumberFieldProps) {
  const { text, write, flush } = useTyped(value === null ? '' : String(value), (typed) => {
    const typedValue = readNumber(typed, setting)
    if ('value' in typedValue) onChange(typedValue.value)
  })
  const id = useId()
  const read = readNumber(text, setting)
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

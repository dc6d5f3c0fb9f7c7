import { useId } from 'react'
import { appSettings, type Settings } from '../../contract/settings.js'
import { changeSettings, useSettings } from '../stores/settings.js'
import { useTyped } from './use-typed.js'

type LineName = {
  [Name in keyof typeof appSettings]: (typeof appSettings)[Name]['kind'] extends 'text' ? Name : never
}[keyof typeof appSettings]

interface LineControlProps {
  readonly name: LineName
  readonly label: string
  /** The hint. */
  readonly children: string
}

/** A text of one line. */
export function LineControl({ name, label, children }: LineControlProps) {
  const saved = useSettings(({ settings }) => settings[name])
  const { text, write, flush } = useTyped(
    saved,
    (typed) => void changeSettings(() => ({ [name]: typed.trim() }) as Partial<Settings>),
  )
  const id = useId()
  return (
    <div className="setting">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className="setting-field"
        dir="auto"
        maxLength={appSettings[name].maxLength}
        aria-describedby={`${id}-hint`}
        value={text}
        onChange={({ target }) => write(target.value)}
        onBlur={flush}
      />
      <p id={`${id}-hint`} className="setting-hint">
        {children}
      </p>
    </div>
  )
}

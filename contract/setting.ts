/** The kinds of setting, and what follows from a table of them: the type of its values, their defaults, their bounds. */

interface TextSetting {
  readonly kind: 'text'
  readonly default: string
  /** Characters. */
  readonly maxLength: number
}

interface ChoiceSetting {
  readonly kind: 'choice'
  readonly default: string
  /** The label of each value. */
  readonly options: Readonly<Record<string, string>>
}

export interface NumberSetting {
  readonly kind: 'number'
  /** `null` leaves the number to the model or the engine; such a setting can always be `null`. */
  readonly default: number | null
  readonly minimum: number
  readonly maximum: number
  /** `minimum` itself is too small. */
  readonly isAbove?: boolean
  readonly isWhole?: boolean
  /** Singular. */
  readonly unit?: string
}

interface SwitchSetting {
  readonly kind: 'switch'
  readonly default: boolean
}

export type Setting = TextSetting | ChoiceSetting | NumberSetting | SwitchSetting

export type SettingValue = string | number | boolean | null

export type SettingsTable = Readonly<Record<string, Setting>>

type ValueOf<S extends Setting> = S extends ChoiceSetting
  ? Extract<keyof S['options'], string>
  : S extends TextSetting
    ? string
    : S extends SwitchSetting
      ? boolean
      : number | Extract<S['default'], null>

export type ValuesOf<Table extends SettingsTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> }

export const defaultsOf = <Table extends SettingsTable>(table: Table) =>
  Object.fromEntries(Object.entries(table).map(([name, setting]) => [name, setting.default])) as ValuesOf<Table>

type Bounds = Pick<NumberSetting, 'minimum' | 'maximum' | 'isAbove' | 'isWhole'>

/** Whether a number setting can have this value. */
export const isWithin = ({ minimum, maximum, isAbove, isWhole }: Bounds, value: number): boolean =>
  value <= maximum && (isAbove ? value > minimum : value >= minimum) && (!isWhole || Number.isInteger(value))

const numbers = new Intl.NumberFormat('en')

/** "A whole number from 1 to 10" */
export function boundsInWords({ minimum, maximum, isAbove, isWhole }: Bounds): string {
  const from = isAbove ? `above ${numbers.format(minimum)}, up to` : `from ${numbers.format(minimum)} to`
  return `${isWhole ? 'A whole number' : 'A number'} ${from} ${numbers.format(maximum)}`
}

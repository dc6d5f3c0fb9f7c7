/** The kinds of setting, and what is derived from a table of them: the type of the values, defaults and bounds. */

interface TextSetting {
  readonly kind: 'text'
  readonly default: string
  /** In characters. */
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
  readonly min: number
  readonly max: number
  /** `min` itself is too small. */
  readonly isAbove?: boolean
  readonly isWhole?: boolean
  /** Singular. */
  readonly unit?: string
}

interface SwitchSetting {
  readonly kind: 'switch'
  readonly default: boolean
}

/** Any number of the options, up to `maxCount`. */
interface ChoicesSetting {
  readonly kind: 'choices'
  readonly default: readonly string[]
  readonly options: Readonly<Record<string, string>>
  readonly maxCount: number
}

/** The kinds that the settings of replies have. */
export type Setting = TextSetting | ChoiceSetting | NumberSetting | SwitchSetting

export type SettingValue = string | number | boolean | null

export type AnySetting = Setting | ChoicesSetting

export type SettingsTable = Readonly<Record<string, AnySetting>>

type ValueOf<S extends AnySetting> = S extends ChoiceSetting
  ? Extract<keyof S['options'], string>
  : S extends ChoicesSetting
    ? readonly Extract<keyof S['options'], string>[]
    : S extends TextSetting
      ? string
      : S extends SwitchSetting
        ? boolean
        : S extends NumberSetting
          ? number | Extract<S['default'], null>
          : never

export type ValuesOf<Table extends SettingsTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> }

export const defaultsOf = <Table extends SettingsTable>(table: Table) =>
  Object.fromEntries(Object.entries(table).map(([name, setting]) => [name, setting.default])) as ValuesOf<Table>

type Bounds = Pick<NumberSetting, 'min' | 'max' | 'isAbove' | 'isWhole'>

/** Whether a number setting can have this value. */
export const isWithin = ({ min, max, isAbove, isWhole }: Bounds, value: number): boolean =>
  value <= max && (isAbove ? value > min : value >= min) && (!isWhole || Number.isInteger(value))

const numbers = new Intl.NumberFormat('en')

/** "A whole number from 1 to 10" */
export function boundsInWords({ min, max, isAbove, isWhole }: Bounds): string {
  const from = isAbove ? `above ${numbers.format(min)}, up to` : `from ${numbers.format(min)} to`
  return `${isWhole ? 'A whole number' : 'A number'} ${from} ${numbers.format(max)}`
}

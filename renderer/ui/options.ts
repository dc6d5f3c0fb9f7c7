export interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
}

/** A closed set as the options of a control or a menu. */
export const optionsOf = <Value extends string>(labels: Readonly<Record<Value, string>>): readonly Option<Value>[] =>
  (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }))

import type { Effort } from '../../../contract/engine.js'
import type { ModelChoice } from '../../../contract/models.js'
import type { RetryChange } from '../../../contract/settings.js'
import { isUsable, modelDetail } from '../../models/model-words.js'
import { addModel } from '../../stores/models.js'
import { effortControl } from '../../ui/efforts.js'
import type { MenuEntry } from '../../ui/menu.js'

const temperatures = [
  { value: 0, label: '0, the most likely words' },
  { value: 0.7, label: '0.7' },
  { value: 1, label: '1' },
  { value: 1.3, label: '1.3, more surprising' },
] as const

/** The menu "Try again with": an effort or temperature for this reply only, or a model, which stays chosen. */
export const tryAgainEntries = (
  { models }: Pick<ModelChoice, 'models'>,
  wantedId: string | undefined,
  efforts: readonly Effort[],
  run: (change: RetryChange) => void,
): readonly MenuEntry[] => [
  ...effortEntries(efforts, run),
  ...temperatures.map(({ value, label }) => ({
    section: 'Temperature',
    label,
    run: () => run({ temperature: value }),
  })),
  ...models
    .filter(({ id }) => id !== wantedId)
    .map((model) => ({
      id: model.id,
      section: 'Model',
      label: model.name,
      detail: modelDetail(model),
      isDisabled: !isUsable(model),
      run: () => run({ modelId: model.id }),
    })),
  { section: 'Model', label: 'Add a model…', run: () => void addModel((modelId) => run({ modelId })) },
]

function effortEntries(efforts: readonly Effort[], run: (change: RetryChange) => void): readonly MenuEntry[] {
  const control = effortControl(efforts)
  if (!control) return []
  const section = control.label
  return control.options.map(({ value, label }) => ({ section, label, run: () => run({ effort: value }) }))
}

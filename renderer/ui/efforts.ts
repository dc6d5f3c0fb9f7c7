import { type Effort, effortLabels, thinkingLabels } from '../../contract/engine.js'
import { type Option, optionsOf } from './options.js'

/** What a person chooses about the reasoning of a model. */
export interface EffortControl {
  readonly label: string
  readonly tip: string
  readonly options: readonly Option<Effort>[]
  /** The option for an effort that was chosen for another model. */
  readonly optionOf: (effort: Effort) => Effort
}

/** Those of gpt-oss, which stand for those of a model that is not known yet. */
export const allEffortNames = Object.keys(effortLabels) as readonly Effort[]

const allEfforts: EffortControl = {
  label: 'Effort',
  tip: 'Effort: how long the model thinks before it answers',
  options: optionsOf<Effort>(effortLabels),
  optionOf: (effort) => effort,
}

const thinking: EffortControl = {
  label: 'Thinking',
  tip: 'Thinking: whether the model thinks before it answers',
  options: optionsOf(thinkingLabels),
  optionOf: (effort) => (effort === 'low' ? 'low' : 'medium'),
}

/** Returns the control for a model with these efforts; undefined if there is nothing to choose. */
export function effortControl(efforts: readonly Effort[]): EffortControl | undefined {
  if (efforts.length === 0) return undefined
  return efforts.includes('high') ? allEfforts : thinking
}

import type { Effort } from '../../contract/engine.js'

export const efforts: readonly { readonly value: Effort; readonly label: string }[] = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
]

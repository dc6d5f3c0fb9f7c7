import type { TryWith } from '../stores/replies.js'
import type { MenuEntry } from '../ui/menu.js'
import { efforts } from './effort-choice.js'

const temperatures = [
  { value: 0, label: '0, the most likely words' },
  { value: 0.7, label: '0.7' },
  { value: 1, label: '1' },
  { value: 1.3, label: '1.3, more surprising' },
] as const

/** "Try again with": another effort or temperature, for this once. */
export const tryAgainEntries = (run: (change: TryWith) => void): readonly MenuEntry[] => [
  ...efforts.map(({ value, label }) => ({ section: 'Effort', label, run: () => run({ effort: value }) })),
  ...temperatures.map(({ value, label }) => ({
    section: 'Temperature',
    label,
    run: () => run({ temperature: value }),
  })),
]

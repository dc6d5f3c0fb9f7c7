import type { Computer } from '../../../../contract/engine.js'
import { fitWithin } from '../../../memory/fit.js'
import type { ModelSizes } from '../../../memory/forecast.js'
import { type CatalogueEntry, catalogue, sizesOf } from './catalogue.js'

/** Whether a model of the catalogue fits a Mac. */
export interface CatalogueFit {
  readonly fits: boolean
  /** The longest context that fits, in tokens; if none fits, the shortest that is of use. */
  readonly contextLength: number
  /** What the model needs with this context. */
  readonly needsBytes: number
  /** Names in numbers what the model needs and what the Mac can give. */
  readonly reason: string
}

/** What is unloaded before the model is loaded counts as available. */
export function catalogueFit(entry: CatalogueEntry, mac: Computer, computer = 'this Mac'): CatalogueFit {
  return fitOf(sizesOf(entry), mac, computer, entry.minMemoryBytes)
}

/** @param minMemoryBytes the least memory of a Mac that loads it with ease */
export function fitOf(sizes: ModelSizes, mac: Computer, computer: string, minMemoryBytes = 0): CatalogueFit {
  const { fits: isAdmitted, contextLength, neededBytes: needsBytes } = fitWithin(sizes, mac.availableBytes)
  const [needs, given] = inGigabytes(needsBytes, mac.availableBytes)
  const isTooSmall = mac.memoryBytes < minMemoryBytes
  const floor = isTooSmall ? ` and a Mac with ${Math.round(minMemoryBytes / 1e9)} GB of memory` : ''
  const tokens = contextLength.toLocaleString('en-GB')
  return {
    fits: isAdmitted && !isTooSmall,
    contextLength,
    needsBytes,
    reason: `Needs ${needs} GB with a context of ${tokens} tokens${floor}; ${computer} can give ${given} GB.`,
  }
}

/** A context that holds a long conversation or a report of some thirty pages. */
const comfortableTokens = 16_384

/** Returns the models for conversations that suit a Mac, the best first; at least one if any fits. */
export function suitedTo(mac: Computer): readonly CatalogueEntry[] {
  const fitting = catalogue()
    .filter(({ isSpecial }) => !isSpecial)
    .map((entry) => ({ entry, fit: catalogueFit(entry, mac) }))
    .filter(({ fit }) => fit.fits)
  const isComfortable = ({ entry, fit }: (typeof fitting)[number]) =>
    fit.contextLength >= Math.min(comfortableTokens, entry.contextLength.value)
  const comfortable = fitting.filter(isComfortable)
  return (comfortable.length > 0 ? comfortable : fitting).map(({ entry }) => entry)
}

/** Both with the same decimals, and as many that different amounts look different. */
function inGigabytes(...amounts: readonly [number, number]): readonly [string, string] {
  const [a, b] = amounts
  for (let decimals = 1; ; decimals++) {
    const texts = [(a / 1e9).toFixed(decimals), (b / 1e9).toFixed(decimals)] as const
    if (texts[0] !== texts[1] || a === b || decimals === 9) return texts
  }
}

import { totalmem } from 'node:os'
import type { SuggestedModel } from '../../../../contract/downloads.js'
import type { Computer, ConfigSizes } from '../../../../contract/engine.js'
import type { OfferedModel } from '../../../../contract/models.js'
import { macWith } from '../../../memory/mac-memory.js'
import { catalogue, onMetal } from './catalogue.js'
import { catalogueFit, fitOf, suitedTo } from './catalogue-fit.js'

const computerName = process.platform === 'darwin' ? 'this Mac' : 'this computer'

const thisComputer = () => macWith(Number(process.env.PARLEY_MEMORY_BYTES) || totalmem())

/** Returns the catalogue as windows show it. `computer` is what the engine said, if it has said it. */
export function offeredModels(computer: Computer = thisComputer()): readonly OfferedModel[] {
  const [suggested] = suitedTo(computer)
  return catalogue().map((entry) => {
    const { fits, reason } = catalogueFit(entry, computer, computerName)
    const { id, name, repository, goodAt, licence, weightBytes } = entry
    const facts = { id, name, repository, goodAt, licence: licence.name, weightBytes: weightBytes.value }
    return { ...facts, fits, reason, isSuggested: entry === suggested }
  })
}

/** Whether a model that is not in the catalogue fits. */
export const fitOfOther = (sizes: ConfigSizes, weightBytes: number, computer: Computer = thisComputer()) =>
  fitOf(onMetal(sizes, weightBytes), computer, computerName)

/** Returns the model that suits the computer best; `null` when it is too small for any. */
export function suggestedModel(computer: Computer = thisComputer()): SuggestedModel | null {
  const [entry] = suitedTo(computer)
  if (!entry) return null
  const { repository, name, goodAt, weightBytes } = entry
  return { repository, name, goodAt, bytes: weightBytes.value }
}

import type { FilterModel, ModelSwitch } from '../../contract/content-filter.js'
import { formatBytes } from '../../contract/format-bytes.js'
import type { Settings } from '../../contract/settings.js'
import { duration } from '../ui/words.js'

/** Who checks, and what it costs, in sentences. */
export function filterModelWords(
  { model, isSafeguard, change }: FilterModel,
  settings: Pick<Settings, 'filterSubject' | 'filterTime'>,
): readonly string[] {
  if (!isSafeguard) {
    return [
      `${model.name}, the model of your conversations. It was not made for policies: gpt-oss-safeguard was, and does it by itself once you have it (Settings ▸ Models).`,
    ]
  }
  if (!change) return [`${model.name}, which was made for it and is loaded already: a check costs only its time.`]
  const memory = change.memory === undefined ? [] : [change.memory]
  const unfit = change.fits === false ? ['So nothing could be checked on this computer.'] : []
  return [`${model.name}, which was made for it.`, changeWords(change, settings), ...memory, ...unfit]
}

function changeWords(
  { from, weightBytes, seconds }: ModelSwitch,
  { filterSubject, filterTime }: Pick<Settings, 'filterSubject' | 'filterTime'>,
): string {
  const isTwice = filterSubject === 'both' && filterTime === 'before'
  const took = seconds === undefined ? '' : `, about ${duration(seconds * 1_000)}`
  return `Each message costs ${isTwice ? 'two changes' : 'a change'} of the model: ${from.name} leaves the memory for these ${formatBytes(weightBytes)} and is loaded again${took}${isTwice ? ' each' : ''}, and it then reads the conversation from its beginning.`
}

import { type Counts, isAtLeast, isEqual } from '../condition/counts.js'
import type { Condition } from '../condition/examine.js'
import type { LastKnown } from '../condition/last-known.js'
import type { Backup } from './best-backup.js'
import type { Reading } from './rebuild.js'

export interface Recovered {
  readonly condition: Condition
  /** What could be read of the file itself. */
  readonly own: Reading | undefined
  readonly backup: Backup | undefined
  /** What the store holds now. */
  readonly counts: Counts
  readonly known: LastKnown | undefined
  readonly isKnownExact: boolean
  /** The name in `damaged/` of the file that was replaced. */
  readonly kept: string | undefined
  /** The names in `damaged/` of backups that are not whole. */
  readonly keptBackups: readonly string[]
}

const reasons: Readonly<Partial<Record<Condition, string>>> = {
  missing: 'The file that holds your conversations was missing.',
  empty: 'The file that holds your conversations was empty.',
  replaced: 'In the place of the file that holds your conversations was something else.',
  foreign: 'The file in the place of your conversations belongs to another program.',
  incomplete: 'A part of your conversations was missing from their file.',
}
const damaged = 'The file that holds your conversations was damaged.'

/** What happened, what is there now, and where the rest is kept. Says that nothing was lost only where that is proven. */
export function noticeOf(recovered: Recovered): string {
  const { condition, kept, keptBackups } = recovered
  return [
    reasons[condition] ?? damaged,
    ...outcomeOf(recovered),
    ...(kept === undefined ? [] : [`${keptNoun(condition)} is kept in the folder “damaged” as ${kept}.`]),
    ...(keptBackups.length === 0 ? [] : [keptBackupsSentence(keptBackups, kept === undefined)]),
  ].join(' ')
}

function outcomeOf(recovered: Recovered): readonly string[] {
  const { own, backup, known, isKnownExact, keptBackups } = recovered
  if (own?.isComplete && known && isKnownExact && isEqual(own.counts, known))
    return ['Everything in it could be read: nothing was lost.']
  if (!own && !backup) {
    const backups = keptBackups.length > 0 ? 'No backup could be read either' : 'There is no backup'
    const missing =
      known && known.messages > 0
        ? [`${inWords(known.messages)} that Parley last counted ${known.messages === 1 ? 'is' : 'are'} missing.`]
        : []
    return [`${backups}, so Parley starts without conversations.`, ...missing]
  }
  const sentences: string[] = []
  if (backup) sentences.push(`Parley restored the backup of ${dateOf(backup.at)}.`)
  if (own && own.counts.messages > 0) sentences.push(readSentence(own.counts.messages, backup !== undefined))
  sentences.push(...lossOf(recovered))
  return sentences
}

const readSentence = (messages: number, isAdded: boolean) =>
  `${inWords(messages)} could be read${isAdded ? ' and were added' : ''}.`

/** What is known of a loss. */
function lossOf({ own, counts, known, isKnownExact }: Recovered): readonly string[] {
  if (known && !isAtLeast(counts, known)) {
    const missing = Math.max(0, known.messages - counts.messages)
    return [
      missing > 0
        ? `${inWords(missing)} could not be read and ${missing === 1 ? 'is' : 'are'} lost.`
        : 'What could not be read is lost.',
    ]
  }
  if (known) {
    const there = known.messages > 0 ? [`All ${inWords(known.messages)} that Parley last counted are there.`] : []
    return isKnownExact || own?.isComplete ? there : [...there, 'What was written since may be lost.']
  }
  if (!own) return ['What was written since may be lost.']
  return own.isComplete ? ['Parley cannot tell whether more was in it.'] : ['What could not be read is lost.']
}

const keptNoun = (condition: Condition) =>
  condition === 'foreign' || condition === 'replaced' ? 'What was there' : 'The damaged file'

function keptBackupsSentence(names: readonly string[], isFirst: boolean): string {
  const place = isFirst ? 'in the folder “damaged”' : 'there'
  const shown = names.slice(0, 3).join(', ')
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return names.length === 1
    ? `A backup that could not be used is kept ${place} as ${shown}.`
    : `Backups that could not be used are kept ${place}: ${shown}${more}.`
}

const inWords = (messages: number) => `${messages.toLocaleString('en')} ${messages === 1 ? 'message' : 'messages'}`

const dateOf = (at: number) => new Date(at).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' })

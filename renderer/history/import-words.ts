import type { ImportReport } from '../../contract/history.js'
import { formatNumber, plural } from '../ui/words.js'

/** "12 conversations with 340 messages from ChatGPT will be added." */
export function addedWords({ conversations, messages, sources }: ImportReport): string {
  const from = sources.length > 0 ? ` from ${sources.join(' and ')}` : ''
  if (conversations > 0)
    return `${plural(conversations, 'conversation')} with ${plural(messages, 'message')}${from} will be added.`
  if (messages > 0) return `${plural(messages, 'message')}${from} will be added to conversations that are here already.`
  return `There is nothing new in this file${from}.`
}

/** Empty when there is nothing to say. */
export function unchangedWords({ unchanged }: ImportReport): string {
  if (unchanged === 0) return ''
  return unchanged === 1
    ? '1 conversation is here already, and stays as it is.'
    : `${formatNumber(unchanged)} conversations are here already, and stay as they are.`
}

export const skippedWords = ({ skipped }: ImportReport): string =>
  `${plural(skipped.length, 'entry', 'entries')} of the file ${skipped.length === 1 ? 'is' : 'are'} skipped:`

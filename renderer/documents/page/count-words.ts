import type { FoundPlaces } from '../../../contract/found-places.js'
import { formatNumber } from '../../ui/words.js'

/** "3 of 17": `at` is the place that is shown, from 0. */
export function countWords(query: string, found: FoundPlaces | undefined, at: number): string {
  if (query.trim() === '' || !found) return ''
  const { places, isCut } = found
  if (places.length === 0) return 'Not found'
  return `${formatNumber(at + 1)} of ${isCut ? 'more than ' : ''}${formatNumber(places.length)}`
}

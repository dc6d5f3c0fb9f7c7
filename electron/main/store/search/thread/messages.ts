import type { SearchHit } from '../../../../../contract/chat.js'
import type { Result } from '../../../../../contract/errors.js'
import type { SearchOrder } from '../../../../../contract/search-query.js'

/** What the thread that searches is asked. */
export interface Question {
  readonly id: number
  readonly query: string
  readonly limit: number
  readonly order: SearchOrder
}

/** A suggestion comes when there are no hits. */
export interface Found {
  readonly hits: readonly SearchHit[]
  readonly suggestion?: string
}

export interface Reply {
  readonly id: number
  readonly result: Result<Found>
}

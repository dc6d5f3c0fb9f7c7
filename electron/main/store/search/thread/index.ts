import { parentPort, workerData } from 'node:worker_threads'
import { toFailure } from '../../../../../contract/errors.js'
import { Database } from '../../database.js'
import { toEnd } from '../in-turns.js'
import { createSearch } from '../search.js'
import type { Question, Reply } from './messages.js'

/** The thread's own code: searches the store with a connection of its own, which only reads. */
const db = new Database(String(workerData), { readOnly: true })
const search = createSearch(db)

parentPort?.on('message', ({ id, query, limit, order }: Question) => {
  parentPort?.postMessage({ id, result: resultOf(query, limit, order) } satisfies Reply)
})

function resultOf(query: string, limit: number, order: Question['order']): Reply['result'] {
  try {
    const hits = toEnd(search.find(query, limit, order))
    const suggestion = hits.length > 0 ? undefined : search.suggest(query)
    return { ok: true, value: { hits, ...(suggestion !== undefined && { suggestion }) } }
  } catch (error) {
    return toFailure(error)
  }
}

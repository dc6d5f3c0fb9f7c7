import { parentPort, workerData } from 'node:worker_threads'
import { toFailure } from '../../../../../contract/errors.js'
import { Database } from '../../database.js'
import { toEnd } from '../in-turns.js'
import { createSearch } from '../search.js'
import type { Question, Reply } from './messages.js'

/** The thread's own code: searches the store with a connection of its own, which only reads. */
const db = new Database(String(workerData), { readOnly: true })
const search = createSearch(db)

parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage({ id: question.id, result: resultOf(question) } satisfies Reply)
})

function resultOf(question: Question): Reply['result'] {
  try {
    if ('likeId' in question) return { ok: true, value: { hits: [], words: search.tellingWords(question.likeId) } }
    const { query, limit, order, exceptId } = question
    const hits = toEnd(search.find(query, limit, order, exceptId))
    const suggestion = hits.length > 0 ? undefined : search.suggest(query)
    return { ok: true, value: { hits, ...(suggestion !== undefined && { suggestion }) } }
  } catch (error) {
    return toFailure(error)
  }
}

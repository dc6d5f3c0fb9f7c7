import type { PageMark } from '../../contract/documents.js'
import { request } from '../bridge.js'

/** Of finished summaries, which do not change: a card that is drawn again has its marks at once. */
const known = new Map<string, readonly PageMark[]>()

export const knownMarks = (jobId: string): readonly PageMark[] | undefined => known.get(jobId)

/** What each page is to a finished summary. */
export async function readPageMarks(jobId: string): Promise<readonly PageMark[]> {
  const marks = await request.readPageMarks(jobId)
  known.set(jobId, marks)
  return marks
}

import type { DocumentJob } from '../../../../contract/documents.js'
import type { StepTimes } from '../../store/job-steps.js'
import { estimateMerges } from './merge-plan.js'

/** Milliseconds until the end, from the mean times of finished steps; undefined before the first one. */
export function estimateRemainingMs(
  { parts, merges }: Pick<DocumentJob, 'parts' | 'merges'>,
  times: StepTimes,
): number | undefined {
  if (times.partMs === undefined || parts.total === 0) return undefined
  const expected = parts.total > 1 ? estimateMerges(parts.total * (times.pointsPerPart ?? 1)) : 0
  const mergesLeft = Math.max(merges.total, expected) - merges.done
  const partsMs = (parts.total - parts.done) * times.partMs
  return Math.round(partsMs + mergesLeft * (times.mergeMs ?? times.partMs))
}

import { licenceCounts, licenceProblems } from '../shipped/licences.mjs'

/** @param {readonly import('../shipped/components.mjs').Component[]} components */
export function auditLicences(components) {
  const problems = licenceProblems(components)
  return { holds: problems.length === 0, components: components.length, licences: licenceCounts(components), problems }
}

import { allowedLicences } from './components.mjs'

/**
 * @param {readonly import('./components.mjs').Component[]} components
 * @returns {string[]} one line for each that may not be shipped as it is
 */
export function licenceProblems(components) {
  return components.flatMap(({ name, version, licence, text }) => [
    ...(allowedLicences.includes(licence) ? [] : [`${name} ${version} is under ${licence || 'no licence'}`]),
    ...(text.length > 60 ? [] : [`${name} ${version} has no text of its licence`]),
  ])
}

/** How many components each licence has. */
export function licenceCounts(components) {
  const counts = {}
  for (const { licence } of components) counts[licence] = (counts[licence] ?? 0) + 1
  return counts
}

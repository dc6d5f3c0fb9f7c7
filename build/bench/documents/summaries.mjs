import { basename } from 'node:path'
import { runDocuments } from '../../documents.mjs'
import { SetupError, say } from '../../setup/run.mjs'

/** Of Debian's policy: 4 to 12 pages. */
export const givenDocuments = [
  '/usr/share/doc/debian-policy/autopkgtest.html',
  '/usr/share/doc/debian-policy/copyright-format-1.0.html',
  '/usr/share/doc/debian-policy/debconf_specification.html',
]

/**
 * Summarises documents, one after the other.
 * @param {readonly string[]} files
 * @param {string | undefined} model a folder; undefined: the demonstration model
 * @returns `support` is the mean of the points' scores, from 0 to 1
 */
export async function measureSummaries(files, model) {
  const figures = []
  for (const file of files) {
    say(`Summarising ${basename(file)} …`)
    const { code, output } = await runDocuments(['summarise', file, ...(model === undefined ? [] : ['--model', model])])
    const { points, account, stats, error } = JSON.parse(output)
    if (code !== 0) throw new SetupError(`${file}: ${error.message}`)
    const support = points.reduce((sum, point) => sum + point.support, 0) / points.length
    figures.push({
      file: basename(file),
      pages: account.pages,
      points: points.length,
      withPage: points.filter(({ page }) => page !== null).length,
      support: Number(support.toFixed(3)),
      leastSupport: Math.min(...points.map((point) => point.support)),
      notesUsed: `${account.notesUsed} of ${account.notes}`,
      seconds: stats.seconds,
    })
  }
  return figures
}

import type { DocumentJob } from '../../../../contract/documents.js'

/** A finished summary as Markdown, for the prompts of the same conversation. */
export const summaryAsText = (job: Pick<DocumentJob, 'summary'>): string =>
  job.summary.map(({ text, page }) => `- ${text}${page === undefined ? '' : ` (p. ${page})`}`).join('\n')

import { formatBytes } from '../../../contract/format-bytes.js'

/** What the dialog asks before original files are deleted. */
export const removeOriginalsWords = (bytes: number) => ({
  message: `Remove the original files of all documents that are read (${formatBytes(bytes)})?`,
  detail:
    'Conversations, summaries and the texts of the documents stay, and so do your own files. Their pages can’t be drawn any more, and pictures not be read again in another language. This can’t be undone.',
})

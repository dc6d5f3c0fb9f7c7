/** The formats in which conversations go out, each with the name that people know it by. */
export const exportFormats = {
  markdown: { label: 'Markdown', extension: 'md' },
  html: { label: 'HTML', extension: 'html' },
  pdf: { label: 'PDF', extension: 'pdf' },
  docx: { label: 'Word', extension: 'docx' },
  /** Complete: all versions, reasoning, settings, and documents with their text. It can be imported. */
  json: { label: 'JSON', extension: 'json' },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly extension: string }>>

export type ExportFormat = keyof typeof exportFormats

/** A copy of all conversations has the Trash, too; what is to be read has not. */
export const hasTrash = (format: ExportFormat): boolean => format === 'json'

export const exportedTrashWords = (isWhole: boolean): string =>
  `Conversations in the Trash are ${isWhole ? '' : 'not '}included.`

export const isExportFormat = (value: unknown): value is ExportFormat =>
  typeof value === 'string' && Object.hasOwn(exportFormats, value)

/** What an import adds, and what of the file it does not. */
export interface ImportReport {
  /** New ones. */
  readonly conversations: number
  /** In new conversations, and in those that are here already. */
  readonly messages: number
  /** Conversations of which everything is here already. */
  readonly unchanged: number
  /** Names of entries, each with a sentence that says why it is skipped. At most 1,000, and one that counts the rest. */
  readonly skipped: readonly { readonly entry: string; readonly reason: string }[]
  /** The apps that the file comes from. */
  readonly sources: readonly string[]
}

/** An import that was not begun. Main holds its file. */
export interface ImportPreview extends ImportReport {
  readonly id: string
  readonly fileName: string
}

const list = new Intl.ListFormat('en')

/** "Text and Markdown", "PDF, Word, and Pages" */
export const listOf = (words: readonly string[]) => list.format(words)

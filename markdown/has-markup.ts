import { visibleText } from './visible-text.js'

const isIndented = /^(?: {4}|\t)/m

/** Whether a text, read as Markdown, is shown otherwise than it was written. */
export const hasMarkup = (source: string): boolean =>
  isIndented.test(source) || withoutSpace(visibleText(source)) !== withoutSpace(source)

const withoutSpace = (text: string) => text.replace(/\s+/g, '')

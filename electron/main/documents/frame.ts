import words from './summary/prompts.json' with { type: 'json' }

/**
 * A text of a document between the marks that say where it begins and ends. What looks like a mark in it is changed, so
 * that a document can't end the frame and pass for the question.
 */
export const inFrame = (text: string): string =>
  `${words.textOpen}${text.replace(/<(\/?)(text)>/gi, '<$1 $2>')}${words.textClose}`

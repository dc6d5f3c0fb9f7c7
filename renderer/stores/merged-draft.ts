/** The draft of a conversation when two windows have changed it at the same time: no words are lost. */
export const mergedDraft = (mine: string, theirs: string): string =>
  mine.includes(theirs.trim()) ? mine : theirs.includes(mine.trim()) ? theirs : `${theirs}\n\n${mine}`

/** A title without what no file name can have. */
export const fileName = (title: string, instead = 'Conversation'): string =>
  title
    .replace(/[/\\:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .slice(0, 100)
    .trim() || instead

/** What the dialog says before the Trash is emptied. */
export const emptyTrashWords = (count: number) =>
  count === 1
    ? { message: 'Delete the conversation in the Trash?', detail: 'It cannot be brought back.' }
    : {
        message: `Delete the ${count.toLocaleString('en')} conversations in the Trash?`,
        detail: 'They cannot be brought back.',
      }

/** What the dialog says before one conversation is deleted from the Trash. */
export const deleteWords = (title: string) => ({
  message: `Delete “${title}” for good?`,
  detail: 'It cannot be brought back.',
})

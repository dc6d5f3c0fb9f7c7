/** As the reader of transcripts writes it in front of a passage: `[7:05] `, `[1:02:03] `. */
const writtenTime = /^\[((?:\d{1,3}:)?\d{1,2}:\d{2})\] /

/**
 * The time at which a passage of a transcript begins, "12:07"; undefined for other passages. A page of a transcript is a
 * minute, so a time that is not of this minute is something else in brackets.
 * @param page its number, from 1
 */
export function passageTime(page: number, passage: string): string | undefined {
  const time = writtenTime.exec(passage)?.[1]
  const seconds = time?.split(':').reduce((sum, unit) => sum * 60 + Number(unit), 0)
  return seconds !== undefined && Math.floor(seconds / 60) + 1 === page ? time : undefined
}

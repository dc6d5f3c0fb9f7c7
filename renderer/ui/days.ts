/** Counts calendar days, not periods of 24 hours: with daylight saving a day can have 23 or 25 hours. */
export const daysBetween = (time: Date, now: Date) => Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000)

const startOfDay = (time: Date) => Date.UTC(time.getFullYear(), time.getMonth(), time.getDate())

export const nearDay = (days: number) => (days <= 0 ? 'Today' : 'Yesterday')

type DateForm = Pick<Intl.DateTimeFormatOptions, 'weekday' | 'day' | 'month'>

/**
 * Returns a function that writes dates in this form, with the year if it is not this one. Call it once: making a format takes
 * a hundred times as long as using it.
 */
export function dateFormat(form: DateForm): (time: Date, now: Date) => string {
  const withoutYear = new Intl.DateTimeFormat('en', form)
  const withYear = new Intl.DateTimeFormat('en', { ...form, year: 'numeric' })
  return (time, now) => (time.getFullYear() === now.getFullYear() ? withoutYear : withYear).format(time)
}

const inFull = dateFormat({ weekday: 'long', day: 'numeric', month: 'long' })

/** Today, Yesterday, or the day in full: "Monday, November 23". With the year if it is not this one. */
export function fullDay(time: Date, now: Date): string {
  const days = daysBetween(time, now)
  if (days === 0 || days === 1) return nearDay(days)
  return inFull(time, now)
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })

/** The time of day as the system writes it: "14:32" or "2:32 PM". */
export const timeOfDay = (time: Date) => clock.format(time)

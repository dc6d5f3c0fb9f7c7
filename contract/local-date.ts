/** Returns the day in the user's time zone as YYYY-MM-DD, as prompts state it. */
export const localDate = (time = new Date()) => time.toLocaleDateString('sv-SE')

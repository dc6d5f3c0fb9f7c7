/** Returns the day in the user's time zone as YYYY-MM-DD, which prompts name. */
export const localDate = (time = new Date()) => time.toLocaleDateString('sv-SE')

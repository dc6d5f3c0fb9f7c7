/** Lowercases without changing offsets: İ is the only letter whose lowercase form is longer. */
export const lowerCase = (text: string): string => text.replaceAll('İ', 'i').toLowerCase()

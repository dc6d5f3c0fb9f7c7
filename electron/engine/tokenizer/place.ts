/** Where a text stands: first in its prompt, after a token that is no text, or further in a text. */
export type Place = 'start' | 'after-token' | 'inside'

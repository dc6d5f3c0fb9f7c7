/** A prompt that a person keeps, to use it again. Words in braces become fields of a form: "A letter to {client}". */
export interface Task {
  readonly id: string
  readonly name: string
  readonly prompt: string
}

export const maxTaskNameCharacters = 80
export const maxTaskPromptCharacters = 20_000

/** Not code, such as `{ "a": 1 }` or `{x}` of a formula with signs: words, with their first letter at the brace. */
const field = /\{(\p{L}[\p{L}\p{M}\p{N} _/'’.-]{0,59})\}/gu

/** The names of the fields of a prompt, each once, in their order. */
export const fieldsIn = (prompt: string): readonly string[] => [
  ...new Set([...prompt.matchAll(field)].map(([, name = '']) => name.trim())),
]

/** The prompt with these texts in its fields. A field without a text stays as it is, to be filled in where it stands. */
export const fillIn = (prompt: string, texts: Readonly<Record<string, string>>): string =>
  prompt.replace(field, (whole, name: string) => {
    const text = Object.hasOwn(texts, name.trim()) ? (texts[name.trim()] ?? '') : ''
    return text.trim() === '' ? whole : text.trim()
  })

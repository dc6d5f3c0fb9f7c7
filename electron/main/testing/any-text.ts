import fc from 'fast-check'

/** For tests: any text that is not empty, often with characters that SQLite's binding cuts or changes. */
export const anyText = fc
  .array(
    fc.oneof(fc.constantFrom('\0', '\ud83d', '\udf55', '\ufffe', '\ufeff', 'é', 'a\0b'), fc.string({ unit: 'binary' })),
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '')

/** Ids that do not repeat early and avoid the special tokens at the end of the vocabulary. */
export const someTokens = (count, vocabSize) =>
  Array.from({ length: count }, (_, index) => (index * 7919) % Math.floor(vocabSize * 0.9))

/** Ids that repeat nowhere soon and are no special tokens, which stand at the end of a vocabulary. */
export const someTokens = (count, vocabSize) =>
  Array.from({ length: count }, (_, index) => (index * 7919) % Math.floor(vocabSize * 0.9))

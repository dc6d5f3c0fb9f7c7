import type { SuggestedModel } from '../../../../contract/downloads.js'

/** Bytes: weights as computed from the published shapes, with the tokenizer and headers. */
const suggestions: readonly (SuggestedModel & { readonly minMemoryBytes: number })[] = [
  {
    repository: 'mlx-community/gpt-oss-20b-MXFP4-Q4',
    name: 'gpt-oss-20b',
    bytes: 11_207_000_000,
    goodAt: 'long texts, reasoning and careful answers',
    minMemoryBytes: 16e9,
  },
  {
    repository: 'mlx-community/Qwen3-4B-4bit',
    name: 'Qwen3 4B',
    bytes: 2_275_000_000,
    goodAt: 'everyday questions and short documents',
    minMemoryBytes: 0,
  },
]

/** The model that suits a computer with this memory. */
export function suggestModel(memoryBytes: number): SuggestedModel | null {
  const found = suggestions.find(({ minMemoryBytes }) => memoryBytes >= minMemoryBytes)
  if (!found) return null
  const { minMemoryBytes: _, ...model } = found
  return model
}

import type { Architecture } from './architecture.js'
import { gptOss } from './gpt-oss.js'
import { llama, mistral } from './llama.js'
import { qwen2 } from './qwen2.js'
import { qwen3 } from './qwen3.js'

/** The models that Parley runs, by the `model_type` of config.json. What is not here is refused by name. */
export const architectures = {
  gpt_oss: gptOss,
  llama,
  mistral,
  qwen2,
  qwen3,
} as const satisfies Record<string, Architecture>

export type ArchitectureName = keyof typeof architectures

export function isArchitecture(type: string): type is ArchitectureName {
  return Object.hasOwn(architectures, type)
}

/** "gpt-oss, Llama, Mistral, Qwen 2 and Qwen 3" */
export const architectureNames = new Intl.ListFormat('en-GB').format(
  Object.values(architectures).map(({ name }) => name),
)

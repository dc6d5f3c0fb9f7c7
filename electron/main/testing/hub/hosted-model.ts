import { createCipheriv, createHash } from 'node:crypto'
import type { HostedRepository } from './hub-server.js'

/** Bytes that look random and are the same for the same seed. */
export function bytesOf(seed: string, length: number): Uint8Array {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

export const commitOf = (seed: string) => createHash('sha1').update(seed).digest('hex')

/** A repository with the files of a model of two shards, and files that no model needs. */
export function hostedModel({
  id = 'lab/heron-4bit',
  seed = 'a',
  shardBytes = 300_000,
  largeFrom = 50_000,
} = {}): HostedRepository {
  const text = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const
  return {
    id,
    commit: commitOf(seed),
    largeFrom,
    files: {
      '.gitattributes': text('*.safetensors filter=lfs'),
      'README.md': text('# Heron'),
      'config.json': text({ model_type: 'gpt_oss' }),
      'tokenizer.json': bytesOf(`${seed}-tokenizer`, 70_001),
      'chat_template.jinja': text('{{ messages }}'),
      'model.py': text('print("never fetched")'),
      'original/model.safetensors': bytesOf('original', 1_000),
      'model.safetensors.index.json': text({ weight_map: { a: shards[0], b: shards[1] } }),
      [shards[0]]: bytesOf(`${seed}-1`, shardBytes),
      [shards[1]]: bytesOf(`${seed}-2`, Math.floor(shardBytes / 2) + 17),
    },
  }
}

/** The files of `hostedModel` that a download brings. */
export const modelFiles = [
  'README.md',
  'chat_template.jinja',
  'config.json',
  'model-00001-of-00002.safetensors',
  'model-00002-of-00002.safetensors',
  'model.safetensors.index.json',
  'tokenizer.json',
]

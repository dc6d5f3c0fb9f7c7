import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './model-folder.js'
import { float32, floats, type Tensor, type Tensors, writeTensors } from './tensors.js'

export const rank = 3
export const scale = 2.5

/** A folder with an adapter in mlx-lm's format. */
export function adapterFolder(tensors: Tensors | Buffer, config: unknown = loraConfig()): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'adapters.safetensors'), Buffer.isBuffer(tensors) ? tensors : writeTensors(tensors))
  writeFileSync(join(folder, 'adapter_config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  return folder
}

export function loraConfig(parameters: Readonly<Record<string, unknown>> = {}) {
  return { fine_tune_type: 'lora', num_layers: 1, lora_parameters: { rank, scale, dropout: 0, ...parameters } }
}

/** Numbers of about the size of trained ones; the same for the same seed. */
export function someFloats(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, size) => product * size, 1)
  return float32(
    shape,
    Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + seed * 78.233) * 0.1),
  )
}

/** The factors of a module in mlx-lm's shapes, which differ for linear layers, experts and embeddings. */
export function factors(path: string, weight: Tensor, seed: number): [string, Tensor][] {
  const [out = 1, into = 1] = weight.shape.slice(-2)
  const experts = weight.shape.length === 3 ? weight.shape.slice(0, 1) : undefined
  const shapes = experts
    ? [
        [...experts, rank, into],
        [...experts, out, rank],
      ]
    : path.endsWith('embed_tokens')
      ? [
          [out, rank],
          [rank, into],
        ]
      : [
          [into, rank],
          [rank, out],
        ]
  return ['a', 'b'].map((part, i) => [`${path}.lora_${part}`, someFloats(shapes[i] ?? [], seed + i)])
}

/** Adds an adapter's product to the weight [.., out, in], by its definition and without MLX. */
export function merge(path: string, weight: Tensor, tensors: Tensors): Tensor {
  const [a, b] = ['a', 'b'].map((part) =>
    floats(tensors.get(`${path}.lora_${part}`) ?? float32([0], new Float32Array())),
  )
  if (!a || !b) return weight
  const [out = 1, into = 1] = weight.shape.slice(-2)
  const isExperts = weight.shape.length === 3
  const isEmbedding = path.endsWith('embed_tokens')
  const sum = floats(weight)
  for (let i = 0; i < sum.length; i++) {
    const expert = Math.floor(i / (out * into))
    const row = Math.floor(i / into) % out
    const column = i % into
    for (let r = 0; r < rank; r++) {
      const indexes = isExperts
        ? [(expert * rank + r) * into + column, (expert * out + row) * rank + r]
        : isEmbedding
          ? [row * rank + r, r * into + column]
          : [column * rank + r, r * out + row]
      sum[i] = (sum[i] ?? 0) + scale * (a[indexes[0] ?? 0] ?? 0) * (b[indexes[1] ?? 0] ?? 0)
    }
  }
  return float32(weight.shape, sum)
}

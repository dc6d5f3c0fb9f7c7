import { z } from 'zod'
import type { PlanTensor } from '../../../native/index.js'
import { FolderError } from './folder-error.js'
import { openFolder, readJson, withFile } from './folder-file.js'
import { readHeader } from './safetensors.js'

const adapterConfig = z.looseObject({
  fine_tune_type: z.string().default('lora'),
  lora_parameters: z.looseObject({
    rank: z.int().min(1).max(65_536),
    scale: z.number().min(-1e6).max(1e6),
  }),
})

/** A LoRA adapter in mlx-lm's format. Its tensors passed the same checks as a model's. */
interface Adapter {
  readonly file: string
  readonly rank: number
  readonly scale: number
  readonly tensors: readonly Omit<PlanTensor, 'file'>[]
}

/**
 * Reads an adapter's config and the header of its weight file. The tensors' names say which modules it changes.
 * Throws `adapter-missing`, `adapter-unsupported`, `adapter-value`, and the faults of files and headers.
 */
export async function readAdapter(path: string): Promise<Adapter> {
  const folder = await openFolder(path, 'adapter')
  const json = await readJson(folder, 'adapter_config.json')
  const kind = z
    .looseObject({ peft_type: z.string().optional(), fine_tune_type: z.string().optional() })
    .safeParse(json)
  if (kind.data?.peft_type !== undefined) {
    throw new FolderError('adapter-unsupported', 'This adapter is in PEFT format. Convert it to mlx-lm’s format.')
  }
  const type = kind.data?.fine_tune_type ?? 'lora'
  if (type !== 'lora') {
    throw new FolderError(
      'adapter-unsupported',
      `This adapter has the type “${type.slice(0, 40)}”. Parley supports only “lora”. Fuse it into the model with mlx-lm.`,
    )
  }
  const config = adapterConfig.safeParse(json)
  if (!config.success) {
    const key = config.error.issues[0]?.path.join('.') || 'lora_parameters'
    throw new FolderError(
      'adapter-value',
      `The adapter’s adapter_config.json has no usable “${key}”. Train or download the adapter again.`,
    )
  }
  const { rank, scale } = config.data.lora_parameters
  return withFile(folder, 'adapters.safetensors', async (file) => ({
    file: file.path,
    rank,
    scale,
    tensors: await readHeader(folder, file),
  }))
}

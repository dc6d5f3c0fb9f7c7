import { z } from 'zod'
import { FolderError } from './folder-error.js'
import { openFolder, readJson, withFile } from './folder-file.js'
import { readHeader, type StoredTensor } from './safetensors.js'

const kindFile = z.looseObject({ peft_type: z.string().optional(), fine_tune_type: z.string().nullish() })

const loraFile = z.looseObject({
  lora_parameters: z.looseObject({
    rank: z.int().min(1).max(65_536),
    scale: z.number().min(-1e6).max(1e6),
  }),
})

/** An adapter in mlx-lm's format. Its tensors passed the same checks as a model's. */
type Adapter = {
  readonly file: string
  readonly tensors: readonly StoredTensor[]
} & (
  | { readonly kind: 'lora' | 'dora'; readonly rank: number; readonly scale: number }
  /** Its tensors replace those of the model. */
  | { readonly kind: 'full' }
)

/**
 * Reads an adapter's config and the header of its weight file. The tensors' names say which modules it changes.
 * Throws `adapter-missing`, `adapter-unsupported`, `adapter-value`, and the faults of files and headers.
 */
export async function readAdapter(path: string): Promise<Adapter> {
  const folder = await openFolder(path, 'adapter')
  const json = await readJson(folder, 'adapter_config.json')
  const parsed = kindFile.safeParse(json)
  if (!parsed.success) throw invalid(parsed.error, 'fine_tune_type')
  const { peft_type: peft, fine_tune_type: type } = parsed.data
  // mlx-lm takes every other type for LoRA, also null.
  const isDora = type === 'dora'
  if (peft !== undefined) {
    throw new FolderError('adapter-unsupported', 'This adapter is in PEFT format. Convert it to mlx-lm’s format.')
  }
  const kind =
    type === 'full' ? ({ kind: 'full' } as const) : ({ kind: isDora ? 'dora' : 'lora', ...sizesIn(json) } as const)
  return withFile(folder, 'adapters.safetensors', async (file) => ({
    ...kind,
    file: file.path,
    tensors: await readHeader(folder, file),
  }))
}

function sizesIn(json: unknown): { readonly rank: number; readonly scale: number } {
  const parsed = loraFile.safeParse(json)
  if (!parsed.success) throw invalid(parsed.error, 'lora_parameters')
  const { rank, scale } = parsed.data.lora_parameters
  return { rank, scale }
}

function invalid(error: z.ZodError, key: string): FolderError {
  return new FolderError(
    'adapter-value',
    `The adapter’s adapter_config.json has no usable “${error.issues[0]?.path.join('.') || key}”. Train or download the adapter again.`,
  )
}

import { z } from 'zod'
import type { RopeScaling } from '../../../../native/index.js'
import { FolderError, invalidConfig, toPrintable } from '../folder-error.js'
import { count, positive } from './config-values.js'

// YaRN divides by the logarithm of theta, which is 0 at 1.
const theta = positive.gt(1)

const rope = z.looseObject({
  rope_type: z.string().nullish(),
  type: z.string().nullish(),
  rope_theta: theta.optional(),
})

/** The keys of the rotary positions. transformers 5 writes `rope_parameters`, which mlx-lm reads only for some types. */
export const ropeKeys = {
  rope_theta: theta.nullish(),
  rope_scaling: rope.nullish(),
  rope_parameters: rope.nullish().catch(undefined),
}

const ropeFile = z.object(ropeKeys)
type RopeFile = z.infer<typeof ropeFile>

const linear = z.looseObject({ factor: positive }).transform(({ factor }) => ({ type: 'linear' as const, factor }))

const llama3 = z
  .looseObject({
    factor: positive,
    low_freq_factor: positive.default(1),
    high_freq_factor: positive.default(4),
    original_max_position_embeddings: count.default(8192),
  })
  // The range between them is divided by.
  .refine((file) => file.low_freq_factor !== file.high_freq_factor, { path: ['high_freq_factor'] })
  .transform((file) => ({
    type: 'llama3' as const,
    factor: file.factor,
    lowFrequencyFactor: file.low_freq_factor,
    highFrequencyFactor: file.high_freq_factor,
    originalContextLength: file.original_max_position_embeddings,
  }))

const yarn = z
  .looseObject({
    factor: positive,
    beta_fast: positive.default(32),
    beta_slow: positive.default(1),
    mscale: z.number().min(0).max(1e6).default(1),
    mscale_all_dim: z.number().min(0).max(1e6).default(0),
    original_max_position_embeddings: count.default(4096),
    truncate: z.boolean().catch(true),
  })
  .transform((file) => ({
    type: 'yarn' as const,
    factor: file.factor,
    betaFast: file.beta_fast,
    betaSlow: file.beta_slow,
    mscale: file.mscale,
    mscaleAllDim: file.mscale_all_dim,
    originalContextLength: file.original_max_position_embeddings,
    truncate: file.truncate,
  }))

/** The scalings that mlx-lm and Parley's graphs have, by the config's `rope_type`. */
const scalings = {
  linear,
  llama3,
  yarn,
  deepseek_yarn: yarn,
  'telechat3-yarn': yarn,
} satisfies Record<string, z.ZodType<RopeScaling>>

export type RopeType = keyof typeof scalings

export const yarnTypes = ['yarn', 'deepseek_yarn', 'telechat3-yarn'] as const satisfies readonly RopeType[]
export const ropeTypes = Object.keys(scalings) as RopeType[]

export interface RopeOptions {
  /** The name of the architecture, for a refusal. */
  readonly name: string
  /** What an absent `rope_theta` means; undefined if it must be there. */
  readonly usualTheta?: number
  readonly types: readonly RopeType[]
}

/** Throws `config-value` or `rope-unsupported`. */
export function readRope(
  file: RopeFile,
  { name, usualTheta, types }: RopeOptions,
): { readonly ropeTheta: number; readonly ropeScaling?: RopeScaling } {
  const given = file.rope_theta ?? file.rope_scaling?.rope_theta ?? file.rope_parameters?.rope_theta
  const ropeTheta = given ?? (file.rope_theta === null ? undefined : usualTheta)
  if (ropeTheta === undefined) throw invalidConfig('rope_theta')
  const [key, scaling] = file.rope_scaling
    ? ['rope_scaling', file.rope_scaling]
    : ['rope_parameters', file.rope_parameters]
  const type = scaling?.type || scaling?.rope_type
  if (!scaling || type === 'default' || type === undefined) return { ropeTheta }
  const known = types.find((known) => known === type)
  if (!known) {
    throw new FolderError(
      'rope-unsupported',
      `The config has the rope_type “${toPrintable(String(type))}”, which ${name} does not use. Choose another version of the model.`,
    )
  }
  const parsed = scalings[known].safeParse(scaling, { jitless: true })
  if (!parsed.success) throw invalidConfig(`${key}.${parsed.error.issues[0]?.path.join('.') ?? ''}`)
  return { ropeTheta, ropeScaling: parsed.data }
}

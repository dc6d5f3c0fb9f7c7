import { z } from 'zod'
import type { Plan } from '../../../native/index.js'
import type { Architecture } from './architectures/architecture.js'
import { architectures, isArchitecture } from './architectures/architectures.js'
import { parseValues } from './architectures/config-values.js'
import { FolderError, invalidConfig } from './folder-error.js'
import { refuseForeignConfig, refuseForeignType } from './foreign-model.js'
import { isRecord } from './json.js'
import { packingTable, toQuantization } from './packing.js'

const packingKeys = z.looseObject({
  quantization: packingTable.nullish(),
  quantization_config: packingTable.nullish().catch(undefined),
})

/** What config.json says, as far as the graph needs it. */
export interface ModelConfig extends Pick<Plan, 'config' | 'quantization'> {
  readonly architecture: Architecture
}

/** Throws `config-value` or `…-unsupported`; the message names the key. */
export function parseConfig(json: unknown): ModelConfig {
  const known = isRecord(json) ? json : {}
  const { model_type: type } = known
  if (typeof type !== 'string') {
    if ('num_experts' in known && 'swiglu_limit' in known) {
      throw new FolderError(
        'type-unsupported',
        'This is the folder “original” of OpenAI’s download. Choose the folder that contains it.',
      )
    }
    if (!isRecord(json) || 'model_type' in known) throw invalidConfig('model_type')
    throw new FolderError(
      'type-unsupported',
      'The config.json of this folder names no type of model. Choose the folder of a model for text.',
    )
  }
  if (!isArchitecture(type)) throw refuseForeignType(type, known.text_config)
  const architecture: Architecture = architectures[type]
  const foreign = refuseForeignConfig(known, architecture)
  if (foreign) throw foreign
  return {
    architecture,
    config: architecture.parse(known),
    quantization: toQuantization(parseValues(packingKeys, known)),
  }
}

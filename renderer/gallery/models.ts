import { AppError } from '../../contract/errors.js'
import type { EngineStatus, KnownModel, ModelChoice, OfferedModel } from '../../contract/models.js'
import type { Requests } from '../../contract/requests.js'
import { type World, wait } from './world.js'

type ModelRequestName =
  | 'getEngineStatus'
  | 'loadModel'
  | 'unloadModel'
  | 'getModels'
  | 'getOfferedModels'
  | 'chooseModel'
  | 'addModel'
  | 'removeModel'
  | 'restoreModel'
  | 'getModelSpeeds'

const knownModels: readonly KnownModel[] = [
  { id: 'demo', name: 'Parley Demo (tiny)', isDemo: true, weightBytes: 4e6, isMissing: false, isAdded: false },
  { id: 'small', name: 'gpt-oss-20b-MXFP4-Q4', isDemo: false, weightBytes: 12e9, isMissing: false, isAdded: true },
  { id: 'large', name: 'gpt-oss-120b-MXFP4-Q4', isDemo: false, weightBytes: 61e9, isMissing: true, isAdded: true },
]

const readyWith = ({ id, name, isDemo, weightBytes = 0 }: KnownModel): EngineStatus => ({
  state: 'ready',
  model: { id, name, isDemo, contextLength: 2_048, weightBytes, efforts: ['low', 'medium', 'high'] },
})

/** Values of `?engine=` besides `ready`. */
const states: Readonly<Record<string, EngineStatus>> = {
  loading: { state: 'loading', doneBytes: 5_400_000_000, totalBytes: 12_000_000_000 },
  unloaded: { state: 'unloaded' },
  restarting: { state: 'restarting', message: 'The model stopped. Your text is saved. It is starting again.' },
  failed: {
    state: 'failed',
    code: 'out-of-memory',
    message: 'Not enough memory: this model needs 61 GB and 38 GB can be freed.',
  },
}

const offered: readonly OfferedModel[] = [
  {
    id: 'gpt-oss-20b',
    name: 'gpt-oss 20b',
    repository: 'mlx-community/gpt-oss-20b-MXFP4-Q4',
    goodAt: 'Reasoning, writing and long documents. The model that Parley is made for.',
    licence: 'Apache 2.0',
    weightBytes: 11_178_480_768,
    fits: true,
    reason: 'Needs 15.5 GB with a context of 131,072 tokens; this Mac can give 17.2 GB.',
    isSuggested: true,
  },
  {
    id: 'gpt-oss-120b',
    name: 'gpt-oss 120b',
    repository: 'mlx-community/gpt-oss-120b-MXFP4-Q4',
    goodAt: 'The hardest questions: law, medicine, mathematics, code.',
    licence: 'Apache 2.0',
    weightBytes: 62_197_812_864,
    fits: false,
    reason: 'Needs 62.7 GB with a context of 4,096 tokens; this Mac can give 17.2 GB.',
    isSuggested: false,
  },
]

export function modelRequests(world: World): Pick<Requests, ModelRequestName> {
  let choice: ModelChoice = { models: knownModels, chosenId: 'demo', loadedId: 'demo' }
  let removed: KnownModel | undefined
  const modelOf = (id: string): KnownModel => {
    const model = choice.models.find((each) => each.id === id)
    if (!model) throw new AppError('not-found', 'This model is not on the list.')
    return model
  }
  const change = (next: Partial<ModelChoice>) => {
    choice = { ...choice, ...next }
    world.emit('modelsChanged', choice)
  }
  const load = async (id: string) => {
    const totalBytes = modelOf(id).weightBytes ?? 1
    for (let step = 0; step < 10; step++) {
      world.emit('engineStatus', { state: 'loading', doneBytes: (totalBytes * step) / 10, totalBytes })
      await wait(200)
    }
    change({ loadedId: id })
    world.emit('engineStatus', readyWith(modelOf(id)))
  }
  return {
    getEngineStatus: async () => states[world.options.get('engine') ?? ''] ?? readyWith(modelOf(choice.loadedId)),
    loadModel: () => load(choice.chosenId),
    unloadModel: async () => world.emit('engineStatus', { state: 'unloaded' }),
    getModels: async () => choice,
    getOfferedModels: async () => offered,
    async chooseModel(modelId) {
      const { isMissing, name } = modelOf(modelId)
      if (isMissing) throw new AppError('model-missing', `The folder of ${name} is missing.`)
      change({ chosenId: modelId })
      await load(modelId)
    },
    async addModel() {
      const added: KnownModel = {
        id: `m${Date.now()}`,
        name: 'gpt-oss-20b',
        isDemo: false,
        isMissing: false,
        isAdded: true,
      }
      change({ models: [...choice.models, added] })
      return added
    },
    async removeModel(modelId) {
      if (modelId === choice.chosenId) throw new AppError('refused', 'This model is chosen. Choose another one first.')
      removed = modelOf(modelId)
      change({ models: choice.models.filter(({ id }) => id !== modelId) })
    },
    getModelSpeeds: async () => ({
      small: {
        measuredAt: 1,
        speeds: [
          { contextTokens: 1_012, readPerSecond: 1_243, writtenPerSecond: 61.2, boundPerSecond: 85 },
          { contextTokens: 8_051, readPerSecond: 1_105, writtenPerSecond: 55.4, boundPerSecond: 82 },
        ],
      },
    }),
    async restoreModel() {
      if (removed) change({ models: [removed, ...choice.models] })
    },
  }
}

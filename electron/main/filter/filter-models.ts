import type { ModelName } from '../../../contract/chat.js'
import type { FilterModel, ModelSwitch } from '../../../contract/content-filter.js'
import type { EngineStatus, KnownModel } from '../../../contract/models.js'
import type { EngineHost } from '../engine/engine-host.js'
import { type CatalogueEntry, catalogue } from '../models/catalogue/catalogue.js'
import { fitOfOther } from '../models/catalogue/offered-models.js'
import type { Models } from '../models/models.js'
import type { FilterModels } from './content-filter.js'

/** config.json of gpt-oss-safeguard is that of gpt-oss, so that only the name of the folder tells them apart. */
const safeguardName = /gpt-?oss[-_ ]safeguard/i

/** Returns the model that checks policies: the loaded one, else the smallest, which costs least to load. */
export function findSafeguard(models: readonly KnownModel[], loadedId: string): KnownModel | undefined {
  const usable = models.filter(({ name, isMissing, fault }) => safeguardName.test(name) && !isMissing && !fault)
  const bySize = usable.toSorted((a, b) => (a.weightBytes ?? 0) - (b.weightBytes ?? 0))
  return bySize.find(({ id }) => id === loadedId) ?? bySize[0]
}

/** The models for the content filter, and what it costs to load another one. */
export function createFilterModels(models: Models, engine: EngineHost) {
  const speed = new LoadSpeed()
  engine.onStatus((status) => speed.follow(status))
  const safeguard = () => findSafeguard(models.choice.models, models.loadedId)
  return {
    safeguard,
    loadInTurn: (id: string) => models.loadInTurn(id),
    promise: () => models.promise(),
    /** The model that checks the messages of new conversations. */
    forecast: () =>
      forecastOf(safeguard(), models.known(models.chosen.id), {
        fitOf: ({ shape, contextLength }, weightBytes) =>
          fitOfOther({ ...shape, contextLength: contextLength.value }, weightBytes, engine.computer),
        bytesPerSecond: speed.bytesPerSecond,
      }),
  } satisfies FilterModels & { readonly forecast: () => FilterModel }
}

interface Facts {
  readonly fitOf: (entry: CatalogueEntry, weightBytes: number) => { readonly fits: boolean; readonly reason: string }
  readonly bytesPerSecond: number | undefined
}

export function forecastOf(safeguard: KnownModel | undefined, usual: KnownModel, facts: Facts): FilterModel {
  if (!safeguard) return { model: nameOf(usual), isSafeguard: false }
  const known = { model: nameOf(safeguard), isSafeguard: true }
  return safeguard.id === usual.id ? known : { ...known, change: changeOf(safeguard, usual, facts) }
}

function changeOf(safeguard: KnownModel, from: KnownModel, { fitOf, bytesPerSecond }: Facts): ModelSwitch {
  const { name, weightBytes = 0 } = safeguard
  const size = /120b/i.test(name) ? '120b' : '20b'
  const entry = catalogue().find(({ id }) => id === `gpt-oss-safeguard-${size}`)
  const fit = entry && weightBytes > 0 ? fitOf(entry, weightBytes) : undefined
  const seconds = bytesPerSecond && (weightBytes + (from.weightBytes ?? 0)) / bytesPerSecond
  return {
    from: nameOf(from),
    weightBytes,
    ...(fit && { memory: fit.reason, fits: fit.fits }),
    ...(seconds !== undefined && { seconds }),
  }
}

const nameOf = ({ id, name }: KnownModel): ModelName => ({ id, name })

/** A smaller model loads in a time that says nothing of a large one. */
const minMeasuredBytes = 100e6

/** How fast the last large model was loaded. */
export class LoadSpeed {
  bytesPerSecond: number | undefined
  #begun: number | undefined
  readonly #now: () => number

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  follow(status: EngineStatus): void {
    if (status.state === 'loading') this.#begun ??= this.#now()
    else if (status.state !== 'ready') this.#begun = undefined
    else if (this.#begun !== undefined) {
      const seconds = (this.#now() - this.#begun) / 1_000
      const { weightBytes } = status.model
      if (weightBytes >= minMeasuredBytes && seconds > 0) this.bytesPerSecond = weightBytes / seconds
      this.#begun = undefined
    }
  }
}

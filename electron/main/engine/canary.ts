import type { Model } from '../../../contract/models.js'
import { isDegenerate } from './output-health.js'

/**
 * What the model says to a prompt that is always the same. A model whose process came back, or whose GPU slept, must say
 * what it said at the first load of this run of the app; else it computes something wrong and every reply would.
 */
export class Canary {
  /** It has to sing before the next reply. */
  isDue = false
  #reference: { readonly model: string; readonly song: string } | undefined

  /** Judges a song; the first one of a model that is ordinary becomes what later ones are compared with. */
  accepts(model: Model, song: string): boolean {
    const key = JSON.stringify(model)
    const isSame = this.#reference?.model === key
    const isGood = isSame ? this.#reference?.song === song : !isDegenerate(song)
    if (isGood) {
      this.isDue = false
      this.#reference = { model: key, song }
    }
    return isGood
  }

  forget(): void {
    this.#reference = undefined
  }
}

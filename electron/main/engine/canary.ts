import type { Model } from '../../../contract/models.js'
import { isDegenerate } from './output-health.js'

/**
 * Checks the model's text for a fixed prompt. After a restart of the process or a sleep of the GPU it must equal the text
 * of the first load; if it differs, the model computes wrong numbers and no reply can be trusted.
 */
export class Canary {
  /** The check must run before the next reply. */
  isDue = false
  #reference: { readonly model: string; readonly text: string } | undefined

  /** Returns whether the text is right. The first text of a model that is not degenerate becomes its reference. */
  accepts(model: Model, text: string): boolean {
    const key = JSON.stringify(model)
    const isSame = this.#reference?.model === key
    const isGood = isSame ? this.#reference?.text === text : !isDegenerate(text)
    if (isGood) {
      this.isDue = false
      this.#reference = { model: key, text }
    }
    return isGood
  }

  forget(): void {
    this.#reference = undefined
  }
}

import { powerSaveBlocker } from 'electron'

/** Keeps the Mac from falling asleep while something is being made, and only then. */
export class KeepAwake {
  #blocker: number | undefined

  set(isBusy: boolean): void {
    if (isBusy && this.#blocker === undefined) this.#blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (!isBusy && this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker)
      this.#blocker = undefined
    }
  }
}

import { powerSaveBlocker } from 'electron'

/** Prevents the computer from sleeping while a reply, a fold or a document job runs. */
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

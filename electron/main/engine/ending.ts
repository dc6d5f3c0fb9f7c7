import type { Result } from '../../../contract/errors.js'

/** Why an engine process ended. */
export interface Ending {
  readonly reason: 'died' | 'silent' | 'stuck' | 'unsound' | 'unloaded' | 'replaced' | 'quit' | 'failed'
  /** Stored in the reply that it ended, so it must stay true. */
  readonly message: string
}

const noAnswer = 'The model stopped answering. Your text is saved.'

export const died: Ending = { reason: 'died', message: 'The model stopped. Your text is saved.' }
export const silent: Ending = { reason: 'silent', message: noAnswer }
export const stuck: Ending = { reason: 'stuck', message: noAnswer }
export const unsound: Ending = { reason: 'unsound', message: 'The model gave no usable text. Your text is saved.' }
export const unloaded: Ending = { reason: 'unloaded', message: 'The model was unloaded. Your text is saved.' }
export const replaced: Ending = { reason: 'replaced', message: 'Another model was chosen. Your text is saved.' }
export const quit: Ending = { reason: 'quit', message: 'Parley was quit. Your text is saved.' }

/** Shown only while the engine restarts after `ending`. */
export const restartMessage = ({ message }: Ending) => `${message} It is starting again.`

/** The app ended the process because its output could not be trusted or did not come. */
export const isUnusable = ({ reason }: Ending) => reason === 'silent' || reason === 'stuck' || reason === 'unsound'

export const stuckInKernel =
  'The model hangs and can’t be ended. Your text is saved. Restart the computer to get its memory back.'

/** The message after too many restarts. */
export function tooManyRestartsMessage(ending: Ending, exitCode: number | undefined): string {
  if (ending.reason === 'unsound') {
    return 'The model gives no usable text, even after several restarts. Your text is saved. Restart the computer, or download the model again.'
  }
  const what =
    ending === died
      ? `stopped several times within five minutes (code ${exitCode})`
      : 'stopped answering several times within five minutes'
  return `The model ${what}. Your text is saved. Try again, or choose a smaller model.`
}

/** The end of a stream whose process is gone. */
export const gone = { ok: false, code: 'engine-gone', message: died.message } as const satisfies Result<never>

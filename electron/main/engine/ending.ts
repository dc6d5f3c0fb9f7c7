import type { Result } from '../../../contract/errors.js'

/** Why an engine process ended. */
export interface Ending {
  readonly why: 'died' | 'silent' | 'stuck' | 'unsound' | 'unloaded' | 'replaced' | 'quit' | 'failed'
  /** Stays in a reply that it cut: it must be true long afterwards too. */
  readonly message: string
}

const noAnswer = 'The model stopped answering. Your text is saved.'

export const died: Ending = { why: 'died', message: 'The model stopped. Your text is saved.' }
export const silent: Ending = { why: 'silent', message: noAnswer }
export const stuck: Ending = { why: 'stuck', message: noAnswer }
export const unsound: Ending = { why: 'unsound', message: 'The model gave no usable text. Your text is saved.' }
export const unloaded: Ending = { why: 'unloaded', message: 'The model was unloaded. Your text is saved.' }
export const replaced: Ending = { why: 'replaced', message: 'Another model was chosen. Your text is saved.' }
export const quit: Ending = { why: 'quit', message: 'Parley was quit. Your text is saved.' }

/** What windows say while the engine is started again after `ending`, and no longer. */
export const restartWords = ({ message }: Ending) => `${message} It is starting again.`

/** The process was given up by us: what it said or did can't be used. */
export const isUnusable = ({ why }: Ending) => why === 'silent' || why === 'stuck' || why === 'unsound'

export const stuckInKernel =
  'The model hangs and can’t be ended. Your text is saved. Restart the computer to get its memory back.'

/** For a model that came back several times and would not stay. */
export function tooOften(ending: Ending, exitCode: number | undefined): string {
  if (ending.why === 'unsound') {
    return 'The model gives no usable text, also after several starts. Your text is saved. Restart the computer, or get the model again.'
  }
  const what =
    ending === died
      ? `stopped several times within five minutes (code ${exitCode})`
      : 'stopped answering several times within five minutes'
  return `The model ${what}. Your text is saved. Try again, or choose a smaller model.`
}

/** How a stream ends whose process is gone. */
export const gone = { ok: false, code: 'engine-gone', message: died.message } as const satisfies Result<never>

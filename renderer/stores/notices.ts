import { firstWords } from '../ui/words.js'

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** A message at the bottom left, for as long as reading it takes. */
export interface Notice {
  readonly id: number
  readonly message: string
  readonly tone: 'info' | 'warning' | 'danger'
  /** What the notice is about. A newer notice about the same thing replaces it. */
  readonly about?: string
  /** A title or a text that tells the notice from another one with the same message. */
  readonly subject?: string
  readonly action?: NoticeAction
  /** Undo (⌘Z) runs the action while the notice is shown. */
  readonly isUndo?: boolean
}

const maxNotices = 3

/**
 * Adds a notice at the end. Drops an older one with the same message. Above the limit it drops the oldest that only informs,
 * so that what the user does meanwhile hides no warning.
 */
export function addNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  const others = withoutAbout(notices, notice.about).filter(
    ({ message, action }) => message !== notice.message || action !== undefined,
  )
  const dropped = others.length < maxNotices ? undefined : (others.find(({ tone }) => tone === 'info') ?? others[0])
  return [...others.filter((other) => other !== dropped), notice]
}

export const withoutAbout = (notices: readonly Notice[], about: string | undefined): readonly Notice[] =>
  notices.filter((notice) => about === undefined || notice.about !== about)

export const removeNotice = (notices: readonly Notice[], id: number): readonly Notice[] =>
  notices.filter((notice) => notice.id !== id)

/** The notice whose action Undo runs: the newest that has one, of those after the notice `afterId`. */
export const undoOf = (notices: readonly Notice[], afterId = 0): Notice | undefined =>
  notices.findLast(({ id, isUndo }) => isUndo && id > afterId)

/** The notices as they are shown: of several with one message, each names its subject. */
export const withSubjects = (notices: readonly Notice[]): readonly Notice[] =>
  notices.map((notice) => {
    const { id, message, subject } = notice
    const isAlone = !notices.some((other) => other.id !== id && other.message === message)
    return isAlone || !subject ? notice : { ...notice, message: `${message}: ${firstWords(subject)}` }
  })

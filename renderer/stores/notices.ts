export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** A short message at the bottom left, for six seconds. */
export interface Notice {
  readonly id: number
  readonly message: string
  readonly tone: 'info' | 'warning' | 'danger'
  /** What it is the outcome of, where only the last one counts. */
  readonly about?: string
  readonly action?: NoticeAction
  /** The action is what Undo means while the notice is there. */
  readonly isUndo?: boolean
}

const maximumNotices = 3

/** The newest is last. The same message is not shown twice, and old ones make room. */
export function addNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  const others = withoutAbout(notices, notice.about).filter(
    ({ message, action }) => message !== notice.message || action !== undefined,
  )
  return [...others, notice].slice(-maximumNotices)
}

export const withoutAbout = (notices: readonly Notice[], about: string | undefined): readonly Notice[] =>
  notices.filter((notice) => about === undefined || notice.about !== about)

export const removeNotice = (notices: readonly Notice[], id: number): readonly Notice[] =>
  notices.filter((notice) => notice.id !== id)

/** What Undo does now: the newest notice that offers it. */
export const undoOf = (notices: readonly Notice[]): Notice | undefined => notices.findLast(({ isUndo }) => isUndo)

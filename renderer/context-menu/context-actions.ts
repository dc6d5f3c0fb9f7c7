import type { ContextCommand } from '../../contract/context-menu.js'

/** What a context menu can do at one place. */
export type ContextActions = Readonly<Partial<Record<ContextCommand, () => void>>>

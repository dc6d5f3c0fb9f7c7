import type { Project } from './project.js'

/** The order that a person makes among conversations. */

/** Holds conversations, and may stand in another folder that stands in none. */
export interface Folder {
  readonly id: string
  readonly name: string
  /** Absent at the top level. */
  readonly parentId?: string
  /** What the conversations in it begin with. */
  readonly project?: Project
}

export const maxFolderNameLength = 100

/** A folder, and one that stands in it. */
export const maxFolderDepth = 2

/** A change of where conversations stand: in a folder or in none, pinned, archived. */
export type Placement =
  | { readonly folderId: string | null }
  | { readonly isPinned: boolean }
  | { readonly isArchived: boolean }

/** A request changes at most as many conversations, because main answers no window meanwhile. */
export const maxPlaced = 200

/** After as many days in the Trash a conversation is deleted, unless the user keeps it there. */
export const trashDays = 30

import type { ModelName } from './chat.js'
import type { Folder } from './order.js'
import { type ReplySettingName, type ReplySettings, replySettingNames } from './settings.js'

/** What every conversation in a folder begins with. A folder that has one is a project. */
export interface Project {
  /** Those that are set; the others are as in any conversation. */
  readonly settings: Partial<ReplySettings>
  /** The preset that they came from, by its name then. */
  readonly preset?: string
  readonly model?: ModelName
  /** Documents that replies in it can see, in the order in which they were added. One that is gone is ignored. */
  readonly documentIds?: readonly string[]
}

/** No project needs more; each is read, and its text is searched for each question. */
export const maxProjectDocuments = 200

/** What can come from a project, or be chosen in a conversation itself. */
export type InheritedName = ReplySettingName | 'model'

export const inheritedNames: readonly InheritedName[] = [...replySettingNames, 'model']

export const isEmptyProject = ({ settings, model, documentIds = [] }: Project): boolean =>
  Object.keys(settings).length === 0 && model === undefined && documentIds.length === 0

/** A value of a project, and the folder that it comes from. */
export interface Inherited {
  readonly name: InheritedName
  readonly folder: Pick<Folder, 'id' | 'name'>
}

type Chain = readonly Folder[]

/** The folder and the one that it is in, so that a value of the inner one wins. */
export function chainOf(folders: readonly Folder[], folderId: string | undefined): Chain {
  const inner = folders.find(({ id }) => id === folderId)
  const outer = inner && folders.find(({ id }) => id === inner.parentId)
  return [inner, outer].filter((folder) => folder !== undefined)
}

/** What a conversation in these folders gets from them, where nothing is chosen in it. */
export function inheritedFrom(chain: Chain): readonly Inherited[] {
  return inheritedNames.flatMap((name) => {
    const folder = chain.find(({ project }) => has(project, name))
    return folder ? [{ name, folder: { id: folder.id, name: folder.name } }] : []
  })
}

/** The documents that a conversation in these folders begins with: of both folders, those of the outer one first. */
export const projectDocumentIds = (chain: Chain): readonly string[] => [
  ...new Set(chain.toReversed().flatMap(({ project }) => project?.documentIds ?? [])),
]

const has = (project: Project | undefined, name: InheritedName): boolean =>
  project !== undefined && (name === 'model' ? project.model !== undefined : project.settings[name] !== undefined)

/** The settings of a conversation: its own where they were chosen in it, else those of its folders, else its own. */
export function effectiveSettings(base: ReplySettings, own: readonly InheritedName[], chain: Chain): ReplySettings {
  // The inner folder last, because its values win.
  const given: Partial<ReplySettings> = Object.assign({}, ...chain.map(({ project }) => project?.settings).reverse())
  const chosen = Object.fromEntries(own.flatMap((name) => (name === 'model' ? [] : [[name, base[name]]])))
  return { ...base, ...given, ...chosen }
}

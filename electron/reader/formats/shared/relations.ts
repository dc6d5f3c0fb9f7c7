import { readXml } from './xml.js'
import type { Archive } from './zip.js'

/** A link from a part of an Office file to another one in the same file. */
export interface Relation {
  readonly id: string
  /** The last word of its type: `header`, `slide`, `notesSlide`. */
  readonly type: string
  readonly target: string
}

/** The relations of a part, in order, without those that leave the file. ECMA-376 part 2, section 9.3. */
export function readRelations(archive: Archive, part: string): Relation[] {
  const slash = part.lastIndexOf('/')
  const folder = slash < 0 ? '' : part.slice(0, slash + 1)
  const relations: Relation[] = []
  readXml(archive, `${folder}_rels/${part.slice(slash + 1)}.rels`, {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (name !== 'Relationship' || mode === 'External') return
      const path = target.startsWith('/') ? target : `${folder}${target}`
      relations.push({ id, type: type.slice(type.lastIndexOf('/') + 1), target: path })
    },
  })
  return relations
}

/** The main part of an Office file; `usual` where the relations name none that is there. */
export function findMainPart(archive: Archive, usual: string): string {
  const main = readRelations(archive, '').find(({ type, target }) => type === 'officeDocument' && archive.has(target))
  return main?.target ?? usual
}

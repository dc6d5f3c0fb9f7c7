import { z } from 'zod'
import { maxProjectDocuments, type Project } from '../../../contract/project.js'
import { isObject } from '../files/read-tolerant.js'
import { replySettingsSchema } from './settings-schema.js'

const model = z.strictObject({ id: z.string().min(1).max(1_000), name: z.string().max(1_000) })
const documentIds = z.array(z.string().min(1).max(1_000))

/** Checks what a window sends. */
export const projectSchema = z.strictObject({
  settings: replySettingsSchema.partial(),
  preset: z.string().max(200).optional(),
  model: model.optional(),
  documentIds: documentIds.max(maxProjectDocuments).optional(),
})

/** Reads a stored project: a field that is damaged, or of a later version, is left out, and the others stay. */
export function readProject(stored: unknown): Project {
  const { settings, preset, model: chosen, documentIds: listed } = isObject(stored) ? stored : {}
  const given = isObject(settings) ? settings : {}
  const fields = Object.entries(replySettingsSchema.shape).flatMap(([name, schema]) => {
    const value = schema.safeParse(given[name])
    return given[name] !== undefined && value.success ? [[name, value.data]] : []
  })
  const name = z.string().safeParse(preset)
  const known = model.safeParse(chosen)
  const documents = documentIds.safeParse(listed)
  return {
    settings: Object.fromEntries(fields),
    ...(name.success && { preset: name.data }),
    ...(known.success && { model: known.data }),
    ...(documents.success && { documentIds: documents.data }),
  }
}

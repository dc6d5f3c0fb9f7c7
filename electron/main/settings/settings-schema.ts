import { z } from 'zod'
import {
  type AnySetting,
  boundsInWords,
  isWithin,
  type SettingsTable,
  type ValuesOf,
} from '../../../contract/setting.js'
import {
  appSettings,
  initialSettings,
  type ReplySettings,
  replySettings,
  type Settings,
} from '../../../contract/settings.js'
import { storableText } from '../../../contract/storable-text.js'
import { readTolerant } from '../files/read-tolerant.js'

/** Checks what a window sends. `readTolerant` uses the same schemas for settings that another version stored. */
export const replySettingsSchema = z.strictObject(shapeOf(replySettings)) satisfies z.ZodType<ReplySettings>

export const settingsSchema = z.strictObject({
  ...shapeOf(appSettings),
  defaults: replySettingsSchema,
}) satisfies z.ZodType<Settings>

/** Reads the stored settings of a conversation or a preset. */
export const readReplySettings = (stored: unknown): ReplySettings =>
  readTolerant(replySettingsSchema, stored, initialSettings.defaults)

type ShapeOf<Table extends SettingsTable> = { readonly [Name in keyof Table]: z.ZodType<ValuesOf<Table>[Name]> }

function shapeOf<Table extends SettingsTable>(table: Table): ShapeOf<Table> {
  const fields = Object.entries(table).map(([name, setting]) => [name, schemaOf(setting)])
  return Object.fromEntries(fields) as ShapeOf<Table>
}

function schemaOf(setting: AnySetting): z.ZodType {
  switch (setting.kind) {
    case 'text':
      return z.string().max(setting.maxLength).overwrite(storableText)
    case 'choice':
      return z.enum(Object.keys(setting.options))
    case 'choices':
      return z.array(z.enum(Object.keys(setting.options))).max(setting.maxCount)
    case 'number': {
      const number = z.number().refine((value) => isWithin(setting, value), boundsInWords(setting))
      return setting.default === null ? number.nullable() : number
    }
    case 'switch':
      return z.boolean()
  }
}

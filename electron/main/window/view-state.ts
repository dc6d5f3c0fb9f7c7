import { join } from 'node:path'
import { z } from 'zod'
import {
  initialView,
  maxPagePixels,
  maxSidebarPixels,
  maxTextScalePercent,
  minPagePixels,
  minSidebarPixels,
  minTextScalePercent,
  type ViewState,
} from '../../../contract/view.js'
import { isObject, readTolerant } from '../files/read-tolerant.js'
import { readObject } from '../files/stored-file.js'
import { writeWhole } from '../files/write-whole.js'
import { report } from '../log/report.js'

/** No display is larger; Chromium ends its GPU process when it is asked for a window that no memory can hold. */
const maxWindowPixels = 16_384

const windowSchema = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(640).max(maxWindowPixels),
  height: z.number().int().min(480).max(maxWindowPixels),
  isMaximized: z.boolean(),
})

const viewSchema = z.strictObject({
  conversationId: z.string().max(100).nullable(),
  sidebarOpen: z.boolean(),
  sidebarWidth: z.number().min(minSidebarPixels).max(maxSidebarPixels),
  pageWidth: z.number().min(minPagePixels).max(maxPagePixels),
  textScale: z.number().min(minTextScalePercent).max(maxTextScalePercent),
  sort: z.enum(['used', 'title']),
  closedFolders: z.array(z.string().max(64)).max(1_000).readonly(),
})

const placeSchema = z.object({ x: z.number().int().optional(), y: z.number().int().optional() })

const fileSchema = z.object({ window: windowSchema, view: viewSchema, settingsPlace: placeSchema })

export type WindowState = z.infer<typeof windowSchema>
type Place = z.infer<typeof placeSchema>

const defaults: z.infer<typeof fileSchema> = {
  window: { width: 1100, height: 760, isMaximized: false },
  view: initialView,
  settingsPlace: {},
}

/** The positions of the windows and the view of the main window, in view.json. Missing or invalid fields get their defaults. */
export class ViewStateFile {
  readonly #file: string
  /** The file as it was read: keys that a later version added are written back. */
  readonly #found: Readonly<Record<string, unknown>>
  #state: z.infer<typeof fileSchema>

  constructor(folder: string) {
    this.#file = join(folder, 'view.json')
    this.#found = readOrEmpty(this.#file)
    this.#state = readTolerant(fileSchema, this.#found, defaults)
  }

  get window(): WindowState {
    return this.#state.window
  }

  get view(): ViewState {
    return this.#state.view
  }

  /** Empty until the Settings window opens for the first time. */
  get settingsPlace(): Place {
    return this.#state.settingsPlace
  }

  saveWindow(window: WindowState): void {
    this.#write({ ...this.#state, window })
  }

  saveSettingsPlace(settingsPlace: Place): void {
    this.#write({ ...this.#state, settingsPlace })
  }

  /** Throws a zod error when `view` is invalid. */
  saveView(view: ViewState): void {
    this.#write({ ...this.#state, view: viewSchema.parse(view) })
  }

  #write(state: z.infer<typeof fileSchema>): void {
    this.#state = state
    const parts = Object.entries(state).map(([name, part]) => [name, { ...objectIn(this.#found, name), ...part }])
    try {
      const content = JSON.stringify({ ...this.#found, ...Object.fromEntries(parts) })
      writeWhole(this.#file, content, { isSynced: false })
    } catch (error) {
      report('The window state could not be saved.', error) // no dialog: losing the window state does no harm
    }
  }
}

function objectIn(found: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const part = found[name]
  return isObject(part) ? part : {}
}

function readOrEmpty(file: string): Readonly<Record<string, unknown>> {
  try {
    return readObject(file)
  } catch {
    return {} // no message: a missing or damaged window state does no harm
  }
}

import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  initialView,
  maxSidebarPixels,
  maxTextScalePercent,
  minSidebarPixels,
  minTextScalePercent,
  type ViewState,
} from '../../../contract/view.js'
import { readTolerant } from '../files/read-tolerant.js'
import { readObject } from '../files/stored-file.js'

const windowSchema = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(640),
  height: z.number().int().min(480),
  isMaximized: z.boolean(),
})

const viewSchema = z.strictObject({
  conversationId: z.string().max(100).nullable(),
  sidebarOpen: z.boolean(),
  sidebarWidth: z.number().min(minSidebarPixels).max(maxSidebarPixels),
  textScale: z.number().min(minTextScalePercent).max(maxTextScalePercent),
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
  /** The file as it was read: unknown keys at its top level are written back. */
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
    const temporary = `${this.#file}.new`
    try {
      writeFileSync(temporary, JSON.stringify({ ...this.#found, ...state }), { mode: 0o600 })
      renameSync(temporary, this.#file)
    } catch (error) {
      console.error('The window state could not be saved:', error) // no dialog: losing the window state does no harm
    }
  }
}

function readOrEmpty(file: string): Readonly<Record<string, unknown>> {
  try {
    return readObject(file)
  } catch {
    return {} // no message: a missing or damaged window state does no harm
  }
}

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

const mainWindowSchema = z.object({ window: windowSchema, view: viewSchema })

const fileSchema = z.object({
  ...mainWindowSchema.shape,
  /** The main windows that were open behind the one above, the front one first. */
  others: z.array(z.unknown()).readonly(),
  settingsPlace: placeSchema,
  lastVersion: z.string().max(100),
})

/** Where a main window is. */
export type WindowState = z.infer<typeof windowSchema>
type Place = z.infer<typeof placeSchema>

/** Where a main window is, and what it shows. */
export interface MainWindowState {
  readonly window: WindowState
  readonly view: ViewState
}

const defaults: z.infer<typeof fileSchema> = {
  window: { width: 1100, height: 760, isMaximized: false },
  view: initialView,
  others: [],
  settingsPlace: {},
  lastVersion: '',
}

/** No more windows than this open again, so that a file that someone made can't fill the memory. */
const maxRestored = 20

/** The places of the windows and what the main windows show, in view.json. Missing or invalid fields get their defaults. */
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

  /** The main windows that were open last, the front one first; one at least. */
  get mainWindows(): readonly [MainWindowState, ...MainWindowState[]] {
    const { window, view, others } = this.#state
    const readable = others.filter(isObject).slice(0, maxRestored - 1)
    return [{ window, view }, ...readable.map((other) => readTolerant(mainWindowSchema, other, { window, view }))]
  }

  /** Empty until the Settings window opens for the first time. */
  get settingsPlace(): Place {
    return this.#state.settingsPlace
  }

  saveMainWindows([front, ...others]: readonly [MainWindowState, ...MainWindowState[]]): void {
    this.#write({ ...this.#state, ...front, others })
  }

  /** Notes the version of the app that runs. Returns the one that ran before; empty when none has. */
  changeVersion(lastVersion: string): string {
    const before = this.#state.lastVersion
    if (before !== lastVersion) this.#write({ ...this.#state, lastVersion })
    return before
  }

  saveSettingsPlace(settingsPlace: Place): void {
    this.#write({ ...this.#state, settingsPlace })
  }

  #write(state: z.infer<typeof fileSchema>): void {
    this.#state = state
    const { others, lastVersion, ...objects } = state
    const parts = Object.entries(objects).map(([name, part]) => [name, { ...objectIn(this.#found, name), ...part }])
    try {
      const content = JSON.stringify({ ...this.#found, ...Object.fromEntries(parts), others, lastVersion })
      writeWhole(this.#file, content, { isSynced: false })
    } catch (error) {
      report('The window state could not be saved.', error) // no dialog: losing the window state does no harm
    }
  }
}

/** Throws a zod error when a window sends an invalid view. */
export const asView = (view: unknown): ViewState => viewSchema.parse(view)

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

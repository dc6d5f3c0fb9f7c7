import { maxDrawnWidth } from '../../../contract/drawing.js'

/** As shares of the pane's width, so that 1 fits. */
const steps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const

export const fitWidth = 1
export const maxZoom = steps[steps.length - 1] ?? fitWidth
export const minZoom = steps[0]

export const zoomedIn = (zoom: number): number => steps.find((step) => step > zoom) ?? maxZoom
export const zoomedOut = (zoom: number): number => steps.findLast((step) => step < zoom) ?? minZoom

/** After two fingers on the trackpad have moved apart or together, which arrives as a turn of the wheel in pixels. */
export const pinched = (zoom: number, deltaY: number): number =>
  Math.min(maxZoom, Math.max(minZoom, zoom * Math.exp(-deltaY / 100)))

/** The width of a page in whole CSS pixels. */
export const zoomedWidth = (paneWidth: number, zoom: number): number =>
  Math.max(1, Math.min(Math.round(paneWidth * zoom), maxDrawnWidth))

interface KeyPress {
  readonly key: string
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
}

/** Without Shift, the key of + gives = on many keyboards. */
const zoomOfKey: Readonly<Record<string, (zoom: number) => number>> = {
  '+': zoomedIn,
  '=': zoomedIn,
  '-': zoomedOut,
  _: zoomedOut,
  '0': () => fitWidth,
}

/** What ⌘+, ⌘− and ⌘0 do to the page while the focus is beside it; in the conversation they change the size of text. */
export const zoomOfPress = (press: KeyPress, platform: string) =>
  isCommand(press, platform) ? zoomOfKey[press.key] : undefined

/** Whether ⌘ is held, Ctrl on other systems, without Option. */
export const isCommand = ({ metaKey, ctrlKey, altKey }: Omit<KeyPress, 'key'>, platform: string): boolean =>
  (platform === 'darwin' ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey

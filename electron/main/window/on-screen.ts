interface Place {
  readonly x?: number | undefined
  readonly y?: number | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
}

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const minGrabWidth = 100
const titleBarHeight = 52
const minHeight = 120

/**
 * Removes the position of a window when its title bar would be out of reach on these displays, and makes it no larger
 * than the largest of them. In CSS pixels.
 */
export function placeOnScreen<P extends Place>(
  place: P,
  displays: readonly { readonly workArea: Area }[],
): Omit<P, 'x' | 'y'> & { x?: number; y?: number } {
  const { x, y, ...rest } = place
  const fitting = {
    ...rest,
    ...limited('width', place.width, displays),
    ...limited('height', place.height, displays),
  }
  if (x === undefined || y === undefined) return fitting
  const isReachable = displays.some(({ workArea }) => {
    const right = workArea.x + workArea.width
    const bottom = workArea.y + workArea.height
    return x + minGrabWidth > workArea.x && x + minGrabWidth < right && y >= workArea.y && y + titleBarHeight < bottom
  })
  return isReachable ? { ...fitting, x, y } : fitting
}

function limited(side: 'width' | 'height', size: number | undefined, displays: readonly { readonly workArea: Area }[]) {
  if (size === undefined || displays.length === 0) return {}
  return { [side]: Math.min(size, Math.max(...displays.map(({ workArea }) => workArea[side]))) }
}

/**
 * The left and the right half of a screen. Halves that are too narrow for a window overlap.
 * @param minWidth in CSS pixels
 */
export function halvesOf({ x, y, width, height }: Area, minWidth: number): readonly [Area, Area] {
  const half = Math.min(width, Math.max(Math.floor(width / 2), minWidth))
  return [
    { x, y, width: half, height },
    { x: x + width - half, y, width: half, height },
  ]
}

const cascadePixels = 28

/** The place of another window, so that both can be seen. */
export const cascaded = <P extends Place>(place: P): P & { readonly isMaximized: false } => ({
  ...place,
  ...(place.x !== undefined && { x: place.x + cascadePixels }),
  ...(place.y !== undefined && { y: place.y + cascadePixels }),
  isMaximized: false,
})

/** Returns bounds with another height; moves them up when they would end below the screen. */
export function withHeight(bounds: Area, height: number, workArea: Area): Area {
  const fittingHeight = Math.min(Math.max(height, minHeight), workArea.height - titleBarHeight)
  const lowestTop = workArea.y + workArea.height - fittingHeight
  return { ...bounds, y: Math.min(bounds.y, lowestTop), height: fittingHeight }
}

interface Place {
  readonly x?: number | undefined
  readonly y?: number | undefined
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

/** Removes the position of a window when its title bar would be out of reach on these displays. In CSS pixels. */
export function placeOnScreen<P extends Place>(
  place: P,
  displays: readonly { readonly workArea: Area }[],
): Omit<P, 'x' | 'y'> & { x?: number; y?: number } {
  const { x, y, ...rest } = place
  if (x === undefined || y === undefined) return rest
  const isReachable = displays.some(({ workArea }) => {
    const right = workArea.x + workArea.width
    const bottom = workArea.y + workArea.height
    return x + minGrabWidth > workArea.x && x + minGrabWidth < right && y >= workArea.y && y + titleBarHeight < bottom
  })
  return isReachable ? { ...rest, x, y } : rest
}

/** Returns bounds with another height; moves them up when they would end below the screen. */
export function withHeight(bounds: Area, height: number, workArea: Area): Area {
  const fittingHeight = Math.min(Math.max(height, minHeight), workArea.height - titleBarHeight)
  const lowestTop = workArea.y + workArea.height - fittingHeight
  return { ...bounds, y: Math.min(bounds.y, lowestTop), height: fittingHeight }
}

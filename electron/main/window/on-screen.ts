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

const graspWidth = 100
const titleBarHeight = 52
const leastHeight = 120

/** The saved place, or none when the screen that it was on is gone and the window could not be grasped there. */
export function onScreen<P extends Place>(
  place: P,
  displays: readonly { readonly workArea: Area }[],
): Omit<P, 'x' | 'y'> & { x?: number; y?: number } {
  const { x, y, ...rest } = place
  if (x === undefined || y === undefined) return rest
  const isReachable = displays.some(({ workArea }) => {
    const right = workArea.x + workArea.width
    const bottom = workArea.y + workArea.height
    return x + graspWidth > workArea.x && x + graspWidth < right && y >= workArea.y && y + titleBarHeight < bottom
  })
  return isReachable ? { ...rest, x, y } : rest
}

/** The same window with another height: its top stays, unless its end would lie below the screen. */
export function withHeight(bounds: Area, height: number, workArea: Area): Area {
  const fitting = Math.min(Math.max(height, leastHeight), workArea.height - titleBarHeight)
  const lowestTop = workArea.y + workArea.height - fitting
  return { ...bounds, y: Math.min(bounds.y, lowestTop), height: fitting }
}

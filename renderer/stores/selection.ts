import { create } from 'zustand'

/** Several conversations of the sidebar, on which one action acts. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  /** Where a range begins. */
  readonly anchor: string | null
}

export const noSelection: Selection = { ids: new Set(), anchor: null }
export const useSelection = create<Selection>(() => noSelection)

/** Adds a row or takes it away. Without a selection before, the row `from` is in it: the one that is open. */
export function toggled({ ids }: Selection, id: string, from: string | null): Selection {
  const next = new Set(ids.size === 0 && from !== null ? [from] : ids)
  if (next.has(id) && next.size > 1) next.delete(id)
  else next.add(id)
  return { ids: next, anchor: id }
}

/** The rows from the anchor to `id`, in the order of the list. */
export function extended({ anchor }: Selection, id: string, from: string | null, order: readonly string[]): Selection {
  const start = anchor ?? from ?? id
  const [a, b] = [order.indexOf(start), order.indexOf(id)]
  if (a < 0 || b < 0) return { ids: new Set([id]), anchor: id }
  return { ids: new Set(order.slice(Math.min(a, b), Math.max(a, b) + 1)), anchor: start }
}

/** The selection without rows that have gone. */
export function stillThere(selection: Selection, order: ReadonlySet<string>): Selection {
  const left = [...selection.ids].filter((id) => order.has(id))
  if (left.length === selection.ids.size) return selection
  return left.length === 0 ? noSelection : { ...selection, ids: new Set(left) }
}

/** What an action on a row acts on: the selection if the row is in it, else that row. */
export function targetsOf(id: string): readonly string[] {
  const { ids } = useSelection.getState()
  return ids.has(id) ? [...ids] : [id]
}

export const clearSelection = () => useSelection.setState(noSelection)

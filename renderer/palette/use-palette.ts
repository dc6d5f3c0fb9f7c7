import { create } from 'zustand'

/** What the palette lists: actions and conversations, the user's messages of this conversation, or shortcuts. */
export type PaletteKind = 'commands' | 'messages' | 'shortcuts'

export const usePalette = create<{ readonly kind: PaletteKind | null }>(() => ({ kind: null }))

export const openPalette = (kind: PaletteKind) => usePalette.setState({ kind })
export const closePalette = () => usePalette.setState({ kind: null })
